package diy.mesh.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

/** The program behind the tests' image: answers who it is, and does what it is told. */
final class EchoApp {

  private static final AtomicBoolean READY = new AtomicBoolean(true);

  private EchoApp() {}

  static void main() throws IOException {
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    var server = HttpServer.create(new InetSocketAddress(port), 0);
    server.createContext("/", exchange -> answer(exchange, 200, who(exchange)));
    server.createContext(
        "/ready", exchange -> answer(exchange, READY.get() ? 200 : 503, "" + READY.get()));
    server.createContext(
        "/unready",
        exchange -> {
          READY.set(false);
          answer(exchange, 200, "not ready from now on");
        });
    server.createContext(
        "/crash",
        exchange -> {
          answer(exchange, 200, "farewell");
          Runtime.getRuntime().halt(3);
        });
    server.createContext(
        "/call", exchange -> answer(exchange, 200, get(exchange.getRequestURI().getQuery())));
    server.start();
  }

  private static String who(HttpExchange exchange) throws IOException {
    return String.join(
        " ",
        System.getenv().getOrDefault("VERSION", "v1"),
        InetAddress.getLocalHost().getHostName(),
        InetAddress.getLocalHost().getHostAddress(),
        exchange.getRemoteAddress().getAddress().getHostAddress());
  }

  private static String get(String url) {
    try (var body = URI.create(url).toURL().openStream()) {
      return new String(body.readAllBytes(), UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
