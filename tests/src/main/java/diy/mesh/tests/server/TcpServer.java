package diy.mesh.tests.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Accepts connections and gives each one a virtual thread. */
final class TcpServer {

  /** What is said on one connection; it is closed afterwards. */
  interface Conversation {
    /**
     * Talks until one side ends.
     *
     * @param connection 1 for the first that this port accepted
     */
    void hold(Socket socket, int connection) throws IOException;
  }

  private TcpServer() {}

  /**
   * Listens on all addresses until the process ends.
   *
   * @throws IOException if the port is taken
   */
  static void listen(int port, Conversation conversation) throws IOException {
    var listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(new InetSocketAddress(port), 1024);
    Thread.ofPlatform().name("accept " + port).start(() -> accept(listener, conversation));
  }

  private static void accept(ServerSocket listener, Conversation conversation) {
    for (int connection = 1; ; connection++) {
      try {
        Socket socket = listener.accept();
        int number = connection;
        Thread.startVirtualThread(() -> hold(socket, number, conversation));
      } catch (IOException e) {
        IO.println("cannot accept on %s: %s".formatted(listener.getLocalSocketAddress(), e));
        return;
      }
    }
  }

  private static void hold(Socket socket, int number, Conversation conversation) {
    try (socket) {
      conversation.hold(socket, number);
    } catch (IOException e) {
      IO.println("connection %d of %s: %s".formatted(number, socket.getRemoteSocketAddress(), e));
    }
  }
}
