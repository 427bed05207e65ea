package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Address;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that does exactly what a test scripts: the app behind the proxy. */
final class Origin implements AutoCloseable {

  /** What the server does with one connection; the connection is closed when it returns. */
  interface Script {
    void serve(Connection connection) throws IOException;
  }

  /** One accepted connection. */
  record Connection(Socket socket, InputStream in, OutputStream out) {

    /** Reads a head up to and with its empty line; empty at the end of the connection. */
    String readHead() throws IOException {
      var head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int octet = in.read();
        if (octet < 0) {
          return "";
        }
        head.append((char) octet);
      }
      return head.toString();
    }

    void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
  }

  private final ServerSocket server;
  private final AtomicInteger accepted = new AtomicInteger();

  private Origin(ServerSocket server) {
    this.server = server;
  }

  static Origin serving(Script script) throws IOException {
    var origin = new Origin(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(() -> origin.accept(script));
    return origin;
  }

  /** Says when it was asked, and answers with {@code response} once it may. */
  static Origin holding(CountDownLatch asked, CountDownLatch goOn, String response)
      throws IOException {
    return serving(
        connection -> {
          connection.readHead();
          asked.countDown();
          await(goOn);
          connection.write(response);
        });
  }

  /** Waits for what another thread is about to do. */
  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Answers every request with {@code response}, on connections that stay open. */
  static Origin answering(String response) throws IOException {
    return serving(
        connection -> {
          while (!connection.readHead().isEmpty()) {
            connection.write(response);
          }
        });
  }

  /** A head without what the proxy tells of each request; {@code PassedFieldsTest} has that. */
  static String withoutMade(String head) {
    return head.replaceAll("(?m)^(x-request-id|traceparent|x-forwarded-\\w+): .*\r\n", "");
  }

  Address address() {
    return new Address(server.getInetAddress(), server.getLocalPort());
  }

  int accepted() {
    return accepted.get();
  }

  private void accept(Script script) {
    while (true) {
      try {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(script, socket));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private static void serve(Script script, Socket socket) {
    try (socket) {
      script.serve(new Connection(socket, socket.getInputStream(), socket.getOutputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
