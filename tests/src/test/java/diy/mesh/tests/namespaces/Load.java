package diy.mesh.tests.namespaces;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Keep-alive clients in a pod that ask without a pause until they are stopped. */
final class Load implements AutoCloseable {

  private static final String REQUEST = "GET /who HTTP/1.1\r\nHost: load\r\n\r\n";

  /**
   * One request.
   *
   * @param began {@link System#nanoTime} before its first byte was sent
   * @param ended {@link System#nanoTime} after its last byte was read
   * @param answer the version that answered, or what went wrong
   */
  record Asked(long began, long ended, String answer) {}

  private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final AtomicLong count = new AtomicLong();
  private final List<Thread> clients;
  private volatile boolean stopped;

  private Load(int clients, InetSocketAddress address) {
    this.clients =
        IntStream.range(0, clients)
            .mapToObj(n -> Thread.ofPlatform().name("load " + n).start(() -> ask(address)))
            .toList();
  }

  /** Starts so many clients in a pod. */
  static Load start(Mesh mesh, String pod, InetSocketAddress address, int clients) {
    // Threads begin in the network namespace of the thread that starts them.
    return mesh.inPod(pod, () -> new Load(clients, address));
  }

  /** Waits until so many more requests were answered or failed. */
  void awaitMore(int requests) throws InterruptedException {
    long target = count.get() + requests;
    synchronized (count) {
      while (count.get() < target && !stopped) {
        count.wait(1_000);
      }
    }
  }

  /** Ends the clients, each after the request it is at, and gives all requests. */
  List<Asked> stop() throws InterruptedException {
    stopped = true;
    for (Thread client : clients) {
      client.join();
    }
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    stopped = true;
  }

  private void ask(InetSocketAddress address) {
    while (!stopped) {
      try (var connection = Connection.to(address)) {
        while (!stopped) {
          ask(connection);
        }
      } catch (IOException e) {
        note(System.nanoTime(), "no connection: " + e);
      }
    }
  }

  private void ask(Connection connection) throws IOException {
    long began = System.nanoTime();
    try {
      var response = connection.send(REQUEST).response();
      note(began, response.status() == 200 ? response.body().split(" ", 2)[0] : response.head());
    } catch (IOException e) {
      note(began, "lost: " + e);
      throw e;
    }
  }

  private void note(long began, String answer) {
    asked.add(new Asked(began, System.nanoTime(), answer));
    synchronized (count) {
      count.incrementAndGet();
      count.notifyAll();
    }
  }
}
