package diy.mesh.controlplane.admin;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import diy.mesh.controlplane.status.RouteVerdict;
import diy.mesh.controlplane.stream.Publisher;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control plane's own HTTP server. It changes nothing; it only tells. */
public final class AdminServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
  private static final int BACKLOG = 0; // the system's own choice

  private static final String PATHS =
      "/ready, /metrics, /version, /routes, /targets, /proxies, /sources or /applied";

  /** Only tests run what was never packaged. */
  private static final String VERSION =
      Objects.requireNonNullElse(
          AdminServer.class.getPackage().getImplementationVersion(), "(not packaged)");

  private final Publisher publisher;
  private final HttpServer server;
  private final ExecutorService executor;
  private final JsonMapper json = new JsonMapper();

  private AdminServer(Publisher publisher, HttpServer server, ExecutorService executor) {
    this.publisher = publisher;
    this.server = server;
    this.executor = executor;
  }

  /**
   * Listens on all addresses. While it does, the control plane is ready.
   *
   * @param port 0 for one that is free
   * @throws IOException if the port is taken
   */
  public static AdminServer open(int port, Publisher publisher) throws IOException {
    // Else an answer's second packet waits for the first one's acknowledgement, 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpServer server = listen(port);
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    var admin = new AdminServer(publisher, server, executor);
    server.setExecutor(executor);
    server.createContext("/", admin::handle);
    server.start();
    return admin;
  }

  private static HttpServer listen(int port) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(port), BACKLOG);
    } catch (BindException e) {
      throw new IOException("admin port %d: %s".formatted(port, e.getMessage()), e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  /** What is sent back. */
  private record Answer(int status, String contentType, String body) {}

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
      throw e;
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException, InterruptedException {
    if (!exchange.getRequestMethod().equals("GET")) {
      return failure(405, "%s (expected: GET)".formatted(exchange.getRequestMethod()));
    }
    String path = exchange.getRequestURI().getPath();
    return switch (path) {
      case "/ready" -> text("ready\n");
      case "/metrics" -> text(Metric.text(publisher.counts()));
      case "/routes" -> ok(Answers.routes(RouteVerdict.of(publisher.state())));
      case "/version" -> ok(new Answers.Version(VERSION, Runtime.version().toString()));
      case "/targets" -> ok(TargetsAnswer.of(publisher.state()));
      case "/proxies" -> ok(Answers.proxies(publisher.proxies()));
      case "/sources" -> ok(Answers.sources(publisher.files()));
      case "/applied" -> applied(exchange.getRequestURI().getRawQuery());
      default -> failure(404, "%s: not here (expected: %s)".formatted(path, PATHS));
    };
  }

  /** Answers once the change has got everywhere, or at the timeout. */
  private Answer applied(String query) throws IOException, InterruptedException {
    try {
      Map<String, String> parameters = parameters(query);
      return ok(
          Answers.progress(
              publisher.awaitApplied(
                  required(parameters, "file"),
                  required(parameters, "sha256"),
                  timeout(required(parameters, "timeoutMillis")))));
    } catch (IllegalArgumentException e) {
      return failure(400, String.valueOf(e.getMessage()));
    }
  }

  private static Duration timeout(String millis) {
    long value = millis.matches("[0-9]{1,5}") ? Long.parseLong(millis) : Long.MAX_VALUE;
    if (value > LONGEST_WAIT.toMillis()) {
      throw new IllegalArgumentException(
          "timeoutMillis: %s (expected: 0 to %d)".formatted(millis, LONGEST_WAIT.toMillis()));
    }
    return Duration.ofMillis(value);
  }

  private static String required(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "%s: missing (expected: /applied?file=NAME&sha256=HEX&timeoutMillis=N)".formatted(name));
    }
    return value;
  }

  private static Map<String, String> parameters(String query) {
    var parameters = new HashMap<String, String>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private Answer ok(Record body) throws IOException {
    return new Answer(200, "application/json", json.writeValueAsString(body));
  }

  private Answer failure(int status, String error) throws IOException {
    return new Answer(
        status, "application/json", json.writeValueAsString(new Answers.Failure(error)));
  }

  private static Answer text(String text) {
    return new Answer(200, "text/plain; version=0.0.4", text);
  }
}
