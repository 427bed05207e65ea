package diy.mesh.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A server that speaks no HTTP: one byte from a client, and it sends until the client leaves. What
 * it sends can be told from anything else.
 */
final class ByteServer implements AutoCloseable {

  private static final int BLOCK = 1 << 17;
  private static final int BACKLOG = 16;
  private static final int TIMEOUT_MILLIS = 30_000;
  private static final byte ASK = 0;

  private final List<ServerSocket> listeners;

  private ByteServer(List<ServerSocket> listeners) {
    this.listeners = listeners;
  }

  /** Listens on these addresses. */
  static ByteServer listen(int port, String... addresses) throws IOException {
    var listeners = new ArrayList<ServerSocket>();
    for (String address : addresses) {
      var listener = new ServerSocket(port, BACKLOG, InetAddress.ofLiteral(address));
      listeners.add(listener);
      Thread.ofPlatform().daemon().name("bytes at " + address).start(() -> accept(listener));
    }
    return new ByteServer(listeners);
  }

  private static void accept(ServerSocket listener) {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofPlatform().daemon().name("bytes to a client").start(() -> send(client));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private static void send(Socket client) {
    byte[] block = new byte[BLOCK];
    for (int place = 0; place < BLOCK; place++) {
      block[place] = at(place);
    }
    try (client) {
      if (client.getInputStream().read() != ASK) {
        return;
      }
      while (true) {
        client.getOutputStream().write(block);
      }
    } catch (IOException _) {
      // it has what it wanted
    }
  }

  private static byte at(long place) {
    return (byte) ((place % BLOCK * 31) >> 3);
  }

  /**
   * Takes so many bytes through whoever listens there.
   *
   * @throws IOException if the first or the last of them is another one
   */
  static void take(InetSocketAddress entrance, long bytes) throws IOException {
    try (var socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(entrance, TIMEOUT_MILLIS);
      socket.getOutputStream().write(ASK);
      byte[] block = new byte[BLOCK];
      long taken = 0;
      while (taken < bytes) {
        int read = socket.getInputStream().read(block);
        if (read < 0) {
          throw new IOException("the stream ended after %d bytes".formatted(taken));
        }
        if (block[0] != at(taken) || block[read - 1] != at(taken + read - 1)) {
          throw new IOException("other bytes after %d".formatted(taken));
        }
        taken += read;
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (ServerSocket listener : listeners) {
      listener.close();
    }
  }
}
