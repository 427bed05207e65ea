package diy.mesh.dataplane.admin;

import diy.mesh.dataplane.admin.AdminPages.Page;
import diy.mesh.dataplane.upstream.Dialer;
import diy.mesh.model.service.Address;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Whether the app takes connections. A kubelet that tried itself would find the proxy, which takes
 * all that come to the pod.
 *
 * @param ports that may be asked about: those the app has probes for, so that nobody scans the pod
 *     from here
 */
public record TcpProbe(Dialer dialer, Set<Integer> ports) {

  public TcpProbe {
    ports = Set.copyOf(ports);
  }

  /**
   * The page, once the app has taken a connection or not.
   *
   * @param text a port
   * @param asking was accepted at the address that the kubelet would have tried: the pod's
   */
  CompletionStage<Page> page(String text, Channel asking) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (!ports.contains(port) || !(asking.localAddress() instanceof InetSocketAddress own)) {
      String probed =
          ports.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
      return CompletableFuture.completedStage(
          Page.text(404, "port %s: no probe of the app's (those are: %s)".formatted(text, probed)));
    }
    return dial(own.getAddress(), port, asking);
  }

  private CompletionStage<Page> dial(InetAddress ip, int port, Channel asking) {
    var page = new CompletableFuture<Page>();
    var dialing = dialer.dial(asking.eventLoop(), new Address(ip, port));
    dialing.addListener(
        _ -> {
          if (dialing.isSuccess()) {
            dialing.channel().close();
            page.complete(Page.text(200, "port %d takes connections".formatted(port)));
          } else {
            String why = dialing.cause().getMessage();
            page.complete(Page.text(503, "port %d takes no connection: %s".formatted(port, why)));
          }
        });
    return page;
  }
}
