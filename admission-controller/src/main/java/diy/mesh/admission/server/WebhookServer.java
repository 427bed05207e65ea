package diy.mesh.admission.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import diy.mesh.admission.review.Review;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTPS server of the webhooks, with {@code /ready} for the kubelet. */
public final class WebhookServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookServer.class);

  /** More than the API server sends: etcd takes 1.5 MiB. */
  private static final int MOST_OCTETS = 4 << 20;

  private static final int BACKLOG = 0; // the system's own choice
  private static final int STOP_SECONDS = 2;

  private final JsonMapper json = new JsonMapper();
  private final Map<String, Review> reviews;
  private final HttpsServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

  private WebhookServer(HttpsServer server, Map<String, Review> reviews) {
    this.server = server;
    this.reviews = Map.copyOf(reviews);
  }

  /**
   * Listens on all addresses.
   *
   * @param port 0 for one that is free
   * @param tls what it proves with who it is
   * @param reviews by path, such as {@code /pods}
   * @throws IOException if the port is taken
   */
  public static WebhookServer open(int port, SSLContext tls, Map<String, Review> reviews)
      throws IOException {
    // Else an answer's second packet waits for the first one's acknowledgement, 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    HttpsServer https;
    try {
      https = HttpsServer.create(new InetSocketAddress(port), BACKLOG);
    } catch (BindException e) {
      throw new IOException("webhook port %d: %s".formatted(port, e.getMessage()), e);
    }
    https.setHttpsConfigurator(new HttpsConfigurator(tls));
    var server = new WebhookServer(https, reviews);
    https.setExecutor(server.executor);
    https.createContext("/", server::handle);
    https.start();
    return server;
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Lets answers under way finish, for a moment. */
  @Override
  public void close() {
    server.stop(STOP_SECONDS);
    executor.shutdown();
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
    }
  }

  private Answer answer(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    if (path.equals("/ready")) {
      return text(200, "ready\n");
    }
    @Nullable Review review = reviews.get(path);
    if (review == null) {
      return text(404, "%s: not here (expected: one of %s)\n".formatted(path, reviews.keySet()));
    }
    if (!exchange.getRequestMethod().equals("POST")) {
      return text(405, "%s (expected: POST)\n".formatted(exchange.getRequestMethod()));
    }
    try (var in = exchange.getRequestBody()) {
      JsonNode answer = review.answer(read(in));
      return new Answer(200, "application/json", json.writeValueAsString(answer));
    } catch (IllegalArgumentException e) {
      return text(400, e.getMessage() + "\n");
    } catch (IOException e) {
      // The API server goes on without us, as the webhook's failurePolicy says.
      LOG.error("{}: not answered: {}", path, e.getMessage());
      return text(500, e.getMessage() + "\n");
    } catch (RuntimeException e) {
      LOG.error("{}: not answered", path, e);
      return text(500, "the admission controller failed; see its log\n");
    }
  }

  private JsonNode read(InputStream in) throws IOException {
    byte[] body = in.readNBytes(MOST_OCTETS + 1);
    if (body.length > MOST_OCTETS) {
      throw new IllegalArgumentException("body over %d octets".formatted(MOST_OCTETS));
    }
    try {
      return json.readTree(body);
    } catch (IOException e) {
      throw new IllegalArgumentException("body: no JSON (expected: an AdmissionReview)", e);
    }
  }

  private static Answer text(int status, String text) {
    return new Answer(status, "text/plain; charset=utf-8", text);
  }
}
