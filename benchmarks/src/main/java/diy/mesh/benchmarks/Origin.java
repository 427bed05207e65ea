package diy.mesh.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/** The server behind all proxies: an nginx that stands for both pods. */
final class Origin {

  static final String STABLE = "10.201.0.1";
  static final String CANARY = "10.201.0.2";
  static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.ofLiteral(STABLE), Manifests.SERVER_PORT);

  private Origin() {}

  /** Starts it and waits until it serves. */
  static Started start(Path folder) throws IOException {
    new Content(folder).write();
    String config = new Templates(folder).fill("origin.conf", Manifests.SERVER_PORT, 0);
    Path log = folder.resolve("origin.log");
    var process = Started.start(Stand.OTHER_CORE, Nginx.command(config), log);
    Patience.await("the server answers", process, Origin::answers);
    return process;
  }

  private static boolean answers() throws IOException {
    try (var connection = Connection.to(ADDRESS)) {
      return connection.ask("GET", Content.SMALL).status() == 200;
    }
  }
}
