package diy.mesh.tests.server;

import java.io.IOException;
import java.time.Duration;

/**
 * Listens on four ports until it is stopped; {@code VERSION} in the environment tells who it is.
 */
final class Main {

  private static final int HTTP = 8080;
  private static final int SERVER_FIRST = 9000;
  private static final int HALF_CLOSE = 9001;
  private static final int RAW_ECHO = 9002;

  /** When it is told to end it goes on until nobody has asked for this long. */
  private static final Duration QUIET = Duration.ofMillis(200);

  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  private Main() {}

  static void main() throws IOException, InterruptedException {
    String version = System.getenv().getOrDefault("VERSION", "none");
    var work = new Work();
    var end = new Thread(() -> work.awaitRest(QUIET, LONGEST_END), "end");
    Runtime.getRuntime().addShutdownHook(end);
    TcpServer.listen(HTTP, new HttpConversation(version, work));
    TcpServer.listen(SERVER_FIRST, RawConversations.serverFirst(version));
    TcpServer.listen(HALF_CLOSE, RawConversations::answerAfterTheLastByte);
    TcpServer.listen(RAW_ECHO, RawConversations::echo);
    IO.println("version %s listens".formatted(version));
    Thread.currentThread().join();
  }
}
