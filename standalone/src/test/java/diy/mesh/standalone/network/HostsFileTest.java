package diy.mesh.standalone.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostsFileTest {

  private static final HostsFile POD =
      new HostsFile(
          "mesh-pod-demo.app-a-1", "demo", "app-a-1", InetAddress.ofLiteral("10.201.0.1"));

  @Test
  void a_pod_knows_its_own_name() {
    var text = POD.render(List.of());

    assertThat(text).contains("127.0.0.1 localhost\n").endsWith("10.201.0.1 app-a-1\n");
  }

  @Test
  void a_service_of_the_pods_namespace_has_all_four_forms() {
    var text = POD.render(List.of(service("demo", "app-b", "10.202.0.1")));

    assertThat(text)
        .endsWith("\n10.202.0.1 app-b app-b.demo app-b.demo.svc app-b.demo.svc.cluster.local\n");
  }

  @Test
  void a_service_of_another_namespace_has_no_short_form() {
    var text = POD.render(List.of(service("shop", "app-b", "10.202.0.1")));

    assertThat(text)
        .endsWith("\n10.202.0.1 app-b.shop app-b.shop.svc app-b.shop.svc.cluster.local\n");
  }

  @Test
  void a_headless_service_leads_to_each_of_its_pods() {
    var text = POD.render(List.of(service("shop", "db", "10.201.0.4", "10.201.0.5")));

    assertThat(text).contains("\n10.201.0.4 db.shop ").contains("\n10.201.0.5 db.shop ");
  }

  private static ServiceHost service(String namespace, String name, String... addresses) {
    return new ServiceHost(
        namespace, name, List.of(addresses).stream().map(InetAddress::ofLiteral).toList());
  }
}
