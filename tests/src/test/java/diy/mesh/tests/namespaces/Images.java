package diy.mesh.tests.namespaces;

import diy.mesh.tests.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which program the scenarios' image stands for: the server of this very build. */
final class Images {

  /** Small and quick to start; what the server does is mostly waiting. */
  private static final String FLAGS = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx64m";

  private Images() {}

  /** The Java that this test runs on. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Writes the table beside the build's output, where this JVM's Java and classes are named. */
  static Path table() {
    Path target = Checkout.findRoot().resolve("tests/target");
    Path table = target.resolve("images.table");
    try {
      Files.writeString(
          table,
          "diy-mesh/test-server:dev = %s %s -cp %s %s%n"
              .formatted(java(), FLAGS, target.resolve("classes"), "diy.mesh.tests.server.Main"));
      return table;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
