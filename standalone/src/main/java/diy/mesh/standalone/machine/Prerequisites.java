package diy.mesh.standalone.machine;

import diy.mesh.model.service.Cidr;
import diy.mesh.standalone.process.Command;
import java.io.IOException;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a node needs of its machine. */
public final class Prerequisites {

  /** Debian's package of each program. */
  private static final Map<String, String> PACKAGES = packages();

  private Prerequisites() {}

  /** What is missing, a sentence each; empty where a node can run. */
  public static List<String> missing() throws IOException {
    var missing = new ArrayList<String>();
    if (!Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      missing.add("a node makes network namespaces, for which it needs root: run it with sudo");
    }
    PACKAGES.forEach(
        (program, aptPackage) -> {
          if (Command.find(program).isEmpty()) {
            missing.add(
                "program %s is not installed: apt-get install %s".formatted(program, aptPackage));
          }
        });
    return missing;
  }

  /** The machine's own addresses and routes. */
  public static List<Cidr> ownNetworks() throws IOException {
    var networks = new ArrayList<Cidr>();
    for (NetworkInterface link : NetworkInterface.networkInterfaces().toList()) {
      for (InterfaceAddress address : link.getInterfaceAddresses()) {
        networks.add(new Cidr(address.getAddress(), address.getNetworkPrefixLength()));
      }
    }
    var table = Path.of("/proc/net/route");
    if (Files.exists(table)) {
      networks.addAll(Routes.parse(Files.readAllLines(table)));
    }
    return networks;
  }

  private static Map<String, String> packages() {
    var packages = new LinkedHashMap<String, String>();
    packages.put("ip", "iproute2");
    packages.put("iptables-restore", "iptables");
    packages.put("hostname", "hostname");
    for (String program : List.of("mount", "nsenter", "setpriv", "unshare")) {
      packages.put(program, program.equals("mount") ? "mount" : "util-linux");
    }
    return packages;
  }
}
