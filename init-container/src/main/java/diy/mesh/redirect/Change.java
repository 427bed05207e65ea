package diy.mesh.redirect;

/** One step from the rules found to the rules wanted. */
sealed interface Change {

  /** The step as a line of {@code iptables-restore}'s input. */
  String line();

  /** Makes a chain, or takes all rules out of it: the only thing ":" does with --noflush. */
  record Empty(MeshChain chain) implements Change {
    @Override
    public String line() {
      return ":" + chain.name() + " - [0:0]";
    }
  }

  /** Deletes the first rule of a chain that is written so. */
  record Delete(String chain, Rule rule) implements Change {
    @Override
    public String line() {
      return "-D " + chain + " " + rule;
    }
  }

  /** Adds a rule at the end of a chain. */
  record Append(String chain, Rule rule) implements Change {
    @Override
    public String line() {
      return "-A " + chain + " " + rule;
    }
  }

  /** Deletes a chain; it must be empty, and no rule may lead to it. */
  record Drop(MeshChain chain) implements Change {
    @Override
    public String line() {
      return "-X " + chain.name();
    }
  }
}
