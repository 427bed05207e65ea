package diy.mesh.standalone.network;

import diy.mesh.model.service.Address;
import java.net.InetAddress;
import java.util.List;

/**
 * One port of a Service and who serves it.
 *
 * @param name for people who read the rules, such as {@code demo/app-b:80}
 * @param protocol {@code tcp} or {@code udp}
 * @param clusterAddress the Service's own address
 * @param port the Service's port: 1 to 65535
 * @param endpoints those that take traffic; none means that connections are refused
 */
public record ServicePort(
    String name, String protocol, InetAddress clusterAddress, int port, List<Address> endpoints) {
  public ServicePort {
    endpoints = List.copyOf(endpoints);
  }
}
