package diy.mesh.redirect;

import diy.mesh.model.service.Cidr;

/** An address family: each has programs and rules of its own. */
enum IpFamily {
  IPV4("IPv4", "iptables", 4, "127.0.0.1/32", "/proc/net/ip_tables_names"),
  IPV6("IPv6", "ip6tables", 16, "::1/128", "/proc/net/ip6_tables_names");

  private final String title;
  private final String program;
  private final int addressBytes;
  private final String loopback;
  private final String legacyTables;

  IpFamily(String title, String program, int addressBytes, String loopback, String legacyTables) {
    this.title = title;
    this.program = program;
    this.addressBytes = addressBytes;
    this.loopback = loopback;
    this.legacyTables = legacyTables;
  }

  /** The program as it is named without a back end: {@code iptables} or {@code ip6tables}. */
  String program() {
    return program;
  }

  /** The block of the loopback address, as a rule names it. */
  String loopback() {
    return loopback;
  }

  /** The file in which the kernel lists the tables that the legacy back end has in use. */
  String legacyTables() {
    return legacyTables;
  }

  boolean holds(Cidr block) {
    return block.network().getAddress().length == addressBytes;
  }

  @Override
  public String toString() {
    return title;
  }
}
