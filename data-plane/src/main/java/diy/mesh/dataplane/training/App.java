package diy.mesh.dataplane.training;

import diy.mesh.model.service.Address;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The app behind the proxy: answers HTTP requests, and says everything else again. */
final class App implements AutoCloseable {

  private static final int BACKLOG = 128;
  private static final int BUFFER_BYTES = 64 << 10;
  private static final String BODY = "a".repeat(1_024);
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + BODY + "\r\n0\r\n\r\n";
  private static final String LARGE = "a".repeat(100_000);

  private final ServerSocket listener;

  private App(ServerSocket listener) {
    this.listener = listener;
  }

  static App start() throws IOException {
    var app = new App(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
    Thread.ofPlatform().name("app").daemon().start(app::accept);
    return app;
  }

  Address address() {
    return new Address(listener.getInetAddress(), listener.getLocalPort());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofPlatform().name("conversation").daemon().start(() -> converse(client));
      } catch (IOException _) {
        return; // closed: the training is over
      }
    }
  }

  private static void converse(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      var in = new BufferedInputStream(client.getInputStream(), BUFFER_BYTES);
      var out = client.getOutputStream();
      in.mark(1);
      int first = in.read();
      in.reset();
      if (Character.isUpperCase(first)) {
        while (respond(Messages.head(in), in, out)) {
          out.flush();
        }
      } else {
        in.transferTo(out);
      }
    } catch (IOException _) {
      // the proxy has ended it, as it may
    }
  }

  private static boolean respond(String head, InputStream in, OutputStream out) throws IOException {
    if (head.isEmpty()) {
      return false;
    }
    Messages.skipBody(head.toLowerCase(Locale.ROOT), in);
    String target = head.split(" ", 3)[1];
    String response =
        switch (target) {
          case "/chunked" -> CHUNKED;
          case "/large" -> withLength(LARGE);
          case "/nothing" -> "HTTP/1.1 204 No Content\r\n\r\n";
          case String _ -> withLength(BODY);
        };
    out.write(response.getBytes(StandardCharsets.ISO_8859_1));
    return true;
  }

  private static String withLength(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(body.length(), body);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
