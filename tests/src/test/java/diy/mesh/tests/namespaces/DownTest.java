package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The end of the node that all scenarios shared, so it comes after all of them. */
@NamespaceTest
@Order(Integer.MAX_VALUE)
class DownTest {

  @Test
  void down_leaves_nothing_and_may_be_repeated(Mesh mesh) {
    mesh.down().succeeded();

    assertThat(Leftovers.now()).isEqualTo(mesh.before());
    mesh.down().succeeded();
    assertThat(Leftovers.now()).isEqualTo(mesh.before());
  }
}
