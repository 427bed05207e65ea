package diy.mesh.redirect;

/**
 * The chains that are ours, each filled by a jump from one built-in chain. A chain of such a name,
 * and every rule that leads into it, is taken for ours wherever it is found.
 */
enum MeshChain {
  /** Connections that arrive at the pod. */
  PROXY_INBOUND("PREROUTING"),
  /** Connections that a process of the pod makes. */
  PROXY_OUTBOUND("OUTPUT");

  private final String from;

  MeshChain(String from) {
    this.from = from;
  }

  /** The built-in chain whose packets we want. */
  String from() {
    return from;
  }

  /** The rule in {@link #from} that leads here. */
  Rule jump() {
    return Rule.of("-p tcp -j " + name());
  }

  static boolean isOurs(String chain) {
    for (MeshChain ours : values()) {
      if (ours.name().equals(chain)) {
        return true;
      }
    }
    return false;
  }
}
