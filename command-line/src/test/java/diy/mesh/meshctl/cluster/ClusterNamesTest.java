package diy.mesh.meshctl.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.resources.EndpointSlice;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceFile;
import diy.mesh.resources.Service;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterNamesTest {

  private static final List<Resource> OBJECTS =
      ResourceFile.read(
              "objects.yaml",
              """
              apiVersion: v1
              kind: Service
              metadata: {name: app-b, namespace: demo}
              spec: {clusterIP: 10.96.0.7, clusterIPs: [10.96.0.7], ports: [{port: 80}]}
              ---
              apiVersion: v1
              kind: Service
              metadata: {name: headless, namespace: demo}
              spec: {clusterIP: None, clusterIPs: [None], ports: [{port: 80}]}
              ---
              apiVersion: v1
              kind: Service
              metadata: {name: empty, namespace: demo}
              spec: {clusterIP: None, clusterIPs: [None], ports: [{port: 80}]}
              ---
              apiVersion: discovery.k8s.io/v1
              kind: EndpointSlice
              metadata:
                name: headless-1
                namespace: demo
                labels: {kubernetes.io/service-name: headless}
              addressType: IPv4
              ports: [{name: "", port: 80, protocol: TCP}]
              endpoints:
              - {addresses: [10.244.0.8], conditions: {ready: false}}
              - {addresses: [10.244.0.9], conditions: {ready: true}}
              """)
          .resources();

  private static String resolve(String namespace, String host) {
    return ClusterNames.resolve(
        namespace,
        host,
        OBJECTS.stream().filter(Service.class::isInstance).map(Service.class::cast).toList(),
        OBJECTS.stream()
            .filter(EndpointSlice.class::isInstance)
            .map(EndpointSlice.class::cast)
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "demo,  app-b,                        10.96.0.7",
    "other, app-b.demo,                   10.96.0.7",
    "other, app-b.demo.svc.cluster.local, 10.96.0.7",
    "demo,  headless,                     10.244.0.9",
    "demo,  1.2.3.4,                      1.2.3.4",
    "demo,  [fd00::1],                    fd00::1"
  })
  void a_name_means_what_the_clusters_dns_says(String namespace, String host, String address) {
    assertThat(resolve(namespace, host)).isEqualTo(address);
  }

  @Test
  void a_name_that_means_nothing_is_said_to() {
    assertThatThrownBy(() -> resolve("other", "app-b"))
        .isInstanceOf(Failure.class)
        .hasMessage(
            "app-b: no Service other/app-b in the cluster, and the mesh leaves other names alone;"
                + " see ./meshctl get services");
    assertThatThrownBy(() -> resolve("demo", "empty"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("./meshctl endpoints demo/empty");
  }
}
