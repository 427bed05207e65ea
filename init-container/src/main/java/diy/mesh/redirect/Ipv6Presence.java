package diy.mesh.redirect;

import java.util.Optional;

/** How much of IPv6 there is in this network namespace. */
enum Ipv6Presence {
  /** The kernel was built or started without it. */
  NO_KERNEL_SUPPORT,
  /** A sysctl keeps addresses from being given; it may be turned back at any time. */
  SWITCHED_OFF,
  /** Only addresses that reach no other network: loopback and link-local. */
  NO_ADDRESS,
  /** Connections over IPv6 are possible. */
  ADDRESSES;

  private static final String LIST = "/proc/net/if_inet6";
  private static final String SWITCH = "/proc/sys/net/ipv6/conf/all/disable_ipv6";

  static Ipv6Presence on(Host host) {
    Optional<String> list = host.read(LIST);
    if (list.isEmpty()) {
      return NO_KERNEL_SUPPORT;
    }
    for (String line : list.get().lines().toList()) {
      // fe80..01 02 40 20 80 eth0: address, interface, prefix, scope, flags, name
      String[] fields = line.strip().split(" +", -1);
      if (fields.length > 3 && !fields[3].equals("10") && !fields[3].equals("20")) {
        return ADDRESSES;
      }
    }
    return host.read(SWITCH).orElse("").strip().equals("1") ? SWITCHED_OFF : NO_ADDRESS;
  }
}
