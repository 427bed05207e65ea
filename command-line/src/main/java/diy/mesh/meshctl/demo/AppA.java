package diy.mesh.meshctl.demo;

import diy.mesh.meshctl.client.KeepAliveClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.regex.Pattern;

/** Calls app-a, which calls app-b and passes on who answered. For one thread. */
final class AppA implements Traffic.Caller {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** {@code app-a v1 on app-a-1 -> app-b2 v2 on app-b2-1} */
  private static final Pattern ANSWER = Pattern.compile("-> (app-b2?) ");

  private final KeepAliveClient client;

  /**
   * @param service where app-a's Service is
   */
  AppA(InetSocketAddress service) {
    client = new KeepAliveClient(service, "app-a", PATIENCE);
  }

  @Override
  public String call() throws IOException {
    return backendOf(talk());
  }

  /** The whole answer, for people to read. */
  String talk() throws IOException {
    var answer = client.get("/");
    var body = answer.body().strip();
    if (answer.status() != 200) {
      throw new IOException("app-a answered %d: %s".formatted(answer.status(), body));
    }
    return body;
  }

  static String backendOf(String answer) throws IOException {
    var found = ANSWER.matcher(answer);
    if (!found.find()) {
      throw new IOException("app-a's answer names neither app-b nor app-b2: " + answer);
    }
    return found.group(1);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
