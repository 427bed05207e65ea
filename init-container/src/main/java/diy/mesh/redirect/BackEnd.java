package diy.mesh.redirect;

/** The two ways in which an iptables program can keep its rules in the kernel. */
enum BackEnd {
  NFT("nft"),
  LEGACY("legacy");

  private final String suffix;

  BackEnd(String suffix) {
    this.suffix = suffix;
  }

  /**
   * Reads what {@code iptables --version} prints, such as {@code iptables v1.8.9 (nf_tables)}.
   * Before 1.8 there was only the legacy one, and no word about it.
   */
  static BackEnd ofVersion(String version) {
    return version.contains("(nf_tables)") ? NFT : LEGACY;
  }

  BackEnd other() {
    return this == NFT ? LEGACY : NFT;
  }

  /** The program that has this back end whatever the default is: {@code iptables-legacy}. */
  String programOf(IpFamily family) {
    return family.program() + "-" + suffix;
  }

  @Override
  public String toString() {
    return suffix;
  }
}
