package diy.mesh.meshctl.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A proxy whose stream to the control plane is up, and what it was told. */
public record ProxyStatus(String namespace, String pod, List<Held> targets) {

  /**
   * A target it holds.
   *
   * @param version what it was told last
   * @param acked whether it uses this version
   * @param nack why it refuses it; null where it does not
   */
  public record Held(String address, String version, boolean acked, @Nullable String nack) {}

  public ProxyStatus {
    targets = List.copyOf(targets);
  }

  /** {@code namespace/pod}. */
  public String name() {
    return namespace + "/" + pod;
  }
}
