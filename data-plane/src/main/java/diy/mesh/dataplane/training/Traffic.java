package diy.mesh.dataplane.training;

import diy.mesh.model.workload.ProxyPorts;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a pod says to its proxy in a day. */
final class Traffic {

  private static final int CLIENTS = 4;
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int CHANGES = 4;

  private static final String FIELDS = "Host: app\r\nUser-Agent: training\r\nAccept: */*\r\n";

  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n";

  /** A client's turn, over and over: each gets one response. */
  private static final List<String> REQUESTS =
      List.of(
          "GET / HTTP/1.1\r\n" + FIELDS + "\r\n",
          "GET /chunked HTTP/1.1\r\n" + FIELDS + "\r\n",
          "GET / HTTP/1.1\r\n" + FIELDS + "\r\n",
          "POST / HTTP/1.1\r\n" + FIELDS + "Content-Length: 1024\r\n\r\n" + "b".repeat(1_024),
          "GET / HTTP/1.1\r\n" + FIELDS + "\r\n",
          "POST / HTTP/1.1\r\n" + FIELDS + CHUNKED,
          "GET /large HTTP/1.1\r\n" + FIELDS + "\r\n",
          "GET /nothing HTTP/1.1\r\n" + FIELDS + "\r\n");

  private static final List<String> REFUSED =
      List.of("GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: app\r\nContent-Length: x\r\n\r\n");

  private static final List<String> PAGES =
      List.of("/ready", "/metrics", "/config", "/logging", "/explain?to=127.0.0.1:15001");

  private Traffic() {}

  /** Whether a request passes, all the way to the app and back. */
  static boolean passes() {
    try {
      return status(ProxyPorts.OUTBOUND, REQUESTS.getFirst()).startsWith("HTTP/1.1 200");
    } catch (IOException _) {
      return false; // not listening yet
    }
  }

  /** Sends for so long what is usual, and a little of what is not. */
  static void send(Duration most, ControlPlane control) throws IOException, InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    try (var threads = Executors.newCachedThreadPool()) {
      var clients = new ArrayList<Future<Long>>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> converse(end)));
      }
      unusual();
      for (int i = 0; i < CHANGES; i++) {
        control.change();
        readPages();
      }
      for (Future<Long> client : clients) {
        client.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a client of the training failed: " + e.getCause(), e.getCause());
    }
  }

  private static long converse(long end) throws IOException {
    long answered = 0;
    try (var socket = connect(ProxyPorts.OUTBOUND)) {
      var in = new BufferedInputStream(socket.getInputStream());
      while (System.nanoTime() < end) {
        for (String request : REQUESTS) {
          write(socket, request);
          response(in);
          answered++;
        }
      }
    }
    return answered;
  }

  private static void unusual() throws IOException {
    for (String request : REFUSED) {
      status(ProxyPorts.OUTBOUND, request);
    }
    status(ProxyPorts.INBOUND, REQUESTS.getFirst()); // a loop: nobody redirected it
    pipeline();
    relay();
  }

  private static void pipeline() throws IOException {
    try (var socket = connect(ProxyPorts.OUTBOUND)) {
      var in = new BufferedInputStream(socket.getInputStream());
      write(socket, REQUESTS.getFirst().repeat(3));
      for (int i = 0; i < 3; i++) {
        response(in);
      }
    }
  }

  private static void relay() throws IOException {
    byte[] words = "\0 neither HTTP nor anything else".repeat(100).getBytes(StandardCharsets.UTF_8);
    try (var socket = connect(ProxyPorts.OUTBOUND)) {
      socket.getOutputStream().write(words);
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }
  }

  private static void readPages() throws IOException {
    for (String page : PAGES) {
      try (var socket = connect(ProxyPorts.ADMIN)) {
        write(socket, "GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".formatted(page));
        socket.getInputStream().readAllBytes();
      }
    }
  }

  /** The head of the one response to a request on a connection of its own. */
  private static String status(int port, String request) throws IOException {
    try (var socket = connect(port)) {
      write(socket, request);
      return Messages.head(new BufferedInputStream(socket.getInputStream()));
    }
  }

  private static void response(InputStream in) throws IOException {
    String head = Messages.head(in);
    if (!head.startsWith("HTTP/1.1 2")) {
      throw new IOException("'%s' (expected: a response from the app)".formatted(head));
    }
    Messages.skipBody(head.toLowerCase(Locale.ROOT), in);
  }

  private static Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
