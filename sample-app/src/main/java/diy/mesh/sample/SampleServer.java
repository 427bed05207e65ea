package diy.mesh.sample;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Answers every request, each on a virtual thread of its own. */
final class SampleServer implements AutoCloseable {

  private static final int BACKLOG = 1_024;
  private static final int CLOSE_WAIT_SECONDS = 5;

  /** Without these, a trace would end at this app. */
  private static final List<String> TRACING =
      List.of(
          "x-request-id",
          "traceparent",
          "tracestate",
          "baggage",
          "b3",
          "x-b3-traceid",
          "x-b3-spanid",
          "x-b3-parentspanid",
          "x-b3-sampled",
          "x-b3-flags");

  private final Settings settings;
  private final RandomGenerator dice;
  private final @Nullable Upstream upstream;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private SampleServer(Settings settings, RandomGenerator dice, HttpServer server) {
    this.settings = settings;
    this.dice = dice;
    this.upstream = settings.upstream() == null ? null : new Upstream(settings.upstream());
    this.server = server;
  }

  /**
   * Listens on all addresses until closed.
   *
   * @param dice drawn from by many threads at once
   * @throws IOException if the port cannot be had
   */
  static SampleServer start(Settings settings, RandomGenerator dice) throws IOException {
    var http = HttpServer.create(new InetSocketAddress(settings.port()), BACKLOG);
    var server = new SampleServer(settings, dice, http);
    http.setExecutor(server.threads);
    http.createContext("/", server::answer);
    http.createContext("/healthz", exchange -> send(exchange, 200, "text/plain", "ok\n"));
    http.start();
    return server;
  }

  /** The port it really listens on. */
  int port() {
    return server.getAddress().getPort();
  }

  /** Takes no further connection, and gives requests under way a few seconds to end. */
  @Override
  public void close() {
    server.stop(CLOSE_WAIT_SECONDS);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean json = wantsJson(exchange.getRequestHeaders());
    try {
      Thread.sleep(settings.delay());
    } catch (InterruptedException e) {
      exchange.close(); // shutting down, and its time is over
      return;
    }
    Answer answer = answer(exchange.getRequestHeaders(), json);
    if (json) {
      send(exchange, answer.status(), "application/json", answer.json() + "\n");
    } else {
      send(exchange, answer.status(), "text/plain; charset=utf-8", answer.text() + "\n");
    }
  }

  private Answer answer(Headers request, boolean json) {
    if (dice.nextDouble() < settings.failRate()) {
      return Answer.failure(settings.self(), settings.failRate());
    }
    if (upstream == null) {
      return Answer.of(settings.self());
    }
    return Answer.of(settings.self(), upstream.call(passedOn(request, json)));
  }

  private static Map<String, String> passedOn(Headers request, boolean json) {
    var headers = new HashMap<String, String>();
    for (String name : TRACING) {
      String value = request.getFirst(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    headers.put("accept", json ? "application/json" : "text/plain");
    return headers;
  }

  private static boolean wantsJson(Headers request) {
    return request.getOrDefault("accept", List.of()).stream()
        .anyMatch(accepted -> accepted.contains("application/json"));
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", type);
    try (exchange) {
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("content-length", Integer.toString(body.length));
        exchange.sendResponseHeaders(status, -1);
      } else {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }
}
