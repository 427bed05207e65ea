package diy.mesh.meshctl.client;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sends GET requests one after the other on one HTTP/1.1 connection, which is opened by the first
 * request and again after a failure.
 *
 * <p>Its own few lines instead of the JDK's client, whose threads open the connections: a socket
 * belongs to the network namespace of the thread that opens it. Not safe for several threads.
 */
public final class KeepAliveClient implements AutoCloseable {

  private static final int LONGEST_LINE = 8 << 10;
  private static final int LONGEST_BODY = 64 << 20; // a proxy's config with thousands of endpoints
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** What came back. */
  public record Answer(int status, String body) {}

  private final InetSocketAddress server;
  private final String host;
  private final Duration timeout;
  private @Nullable Connection connection;

  private record Connection(Socket socket, InputStream input) {}

  /**
   * @param server where to connect
   * @param host for the Host header
   * @param timeout for every wait for bytes of an answer
   */
  public KeepAliveClient(InetSocketAddress server, String host, Duration timeout) {
    this.server = server;
    this.host = host;
    this.timeout = timeout;
  }

  /**
   * Never tries twice: a request that fails is one that the caller hears of.
   *
   * @throws IOException if no complete answer came
   */
  public Answer get(String path) throws IOException {
    var open = connection == null ? connect() : connection;
    connection = null;
    try {
      var request = "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, host);
      open.socket().getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var head = Head.read(open.input());
      var body = new String(head.readBody(open.input()), StandardCharsets.UTF_8);
      if (head.keepsConnection()) {
        connection = open;
      }
      return new Answer(head.status(), body);
    } finally {
      if (connection == null) {
        open.socket().close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (connection != null) {
      connection.socket().close();
      connection = null;
    }
  }

  private Connection connect() throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) timeout.toMillis());
      socket.connect(server, (int) CONNECT_TIMEOUT.toMillis());
      return new Connection(socket, new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** What of an answer's head decides where it ends. */
  private record Head(int status, long length, boolean chunked, boolean keepsConnection) {

    private static final long UNTIL_CLOSED = -1;

    static Head read(InputStream input) throws IOException {
      var start = readLine(input).split(" ", 3);
      if (start.length < 2 || !start[0].startsWith("HTTP/1.")) {
        throw new IOException("no HTTP/1 answer: " + String.join(" ", start));
      }
      long length = UNTIL_CLOSED;
      boolean chunked = false;
      boolean keeps = start[0].equals("HTTP/1.1");
      for (String line = readLine(input); !line.isEmpty(); line = readLine(input)) {
        var field = line.toLowerCase(Locale.ROOT).split(":", 2);
        var value = field.length == 2 ? field[1].strip() : "";
        switch (field[0]) {
          case "content-length" -> length = Long.parseLong(value);
          case "transfer-encoding" -> chunked = value.endsWith("chunked");
          case "connection" -> keeps = !value.contains("close");
          default -> {}
        }
      }
      keeps &= chunked || length != UNTIL_CLOSED;
      return new Head(Integer.parseInt(start[1]), length, chunked, keeps);
    }

    byte[] readBody(InputStream input) throws IOException {
      if (chunked) {
        return readChunks(input);
      }
      byte[] body = input.readNBytes(bounded(length == UNTIL_CLOSED ? LONGEST_BODY : length));
      if (length != UNTIL_CLOSED && body.length < length) {
        throw new EOFException(
            "the answer ended after %d of %d bytes".formatted(body.length, length));
      }
      return body;
    }

    private static byte[] readChunks(InputStream input) throws IOException {
      var body = new java.io.ByteArrayOutputStream();
      while (true) {
        int size = bounded(Long.parseLong(readLine(input).split(";", 2)[0].strip(), 16));
        if (size == 0) {
          while (!readLine(input).isEmpty()) {} // trailers
          return body.toByteArray();
        }
        byte[] chunk = input.readNBytes(size);
        bounded(body.size() + (long) chunk.length);
        body.write(chunk);
        if (chunk.length < size || !readLine(input).isEmpty()) {
          throw new EOFException("the answer ended within a chunk");
        }
      }
    }

    private static int bounded(long length) throws IOException {
      if (length < 0 || length > LONGEST_BODY) {
        throw new IOException(
            "body: %d bytes (expected: at most %d)".formatted(length, LONGEST_BODY));
      }
      return (int) length;
    }

    private static String readLine(InputStream input) throws IOException {
      var line = new StringBuilder();
      for (int b = input.read(); b != '\n'; b = input.read()) {
        if (b < 0) {
          throw new EOFException("the connection was closed before the answer was complete");
        }
        if (line.length() == LONGEST_LINE) {
          throw new IOException("a line of the answer is longer than " + LONGEST_LINE);
        }
        line.append((char) b);
      }
      return line.toString().stripTrailing();
    }
  }
}
