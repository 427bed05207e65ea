package diy.mesh.tests.abuse;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A server on the loopback address that does with each connection what a test wants. */
final class Server implements AutoCloseable {

  /** What is done with one connection, which is closed afterwards. */
  interface Conversation {
    /** Talks until one side ends. */
    void hold(InputStream in, OutputStream out) throws IOException;
  }

  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final ServerSocket listener;

  private Server(ServerSocket listener) {
    this.listener = listener;
  }

  static Server start(Conversation conversation) throws IOException {
    var server = new Server(new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress()));
    Thread.ofPlatform().name("server").start(() -> server.accept(conversation));
    return server;
  }

  /** One that answers requests without a body, one after the other. */
  static Server answering() throws IOException {
    return start(
        (in, out) -> {
          while (!head(in).isEmpty()) {
            say(out, ANSWER);
          }
        });
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Reads a head without the empty line; empty where the connection has ended. */
  static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    int next = in.read();
    while (next >= 0) {
      head.append((char) next);
      if (next == '\n' && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
        return head.substring(0, head.length() - 4);
      }
      next = in.read();
    }
    return "";
  }

  static void say(OutputStream out, String words) throws IOException {
    out.write(words.getBytes(StandardCharsets.ISO_8859_1));
  }

  private void accept(Conversation conversation) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.startVirtualThread(() -> hold(socket, conversation));
      } catch (IOException _) {
        return; // the test is over
      }
    }
  }

  private static void hold(Socket socket, Conversation conversation) {
    try (socket) {
      socket.setTcpNoDelay(true);
      conversation.hold(
          new BufferedInputStream(socket.getInputStream(), 1 << 16), socket.getOutputStream());
    } catch (IOException _) {
      // the proxy has ended it, as it may
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
