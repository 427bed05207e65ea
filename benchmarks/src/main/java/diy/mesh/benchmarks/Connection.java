package diy.mesh.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A kept HTTP/1.1 connection: one request after the other, each answer read to its last byte. */
final class Connection implements AutoCloseable {

  /**
   * A response of a stated length.
   *
   * @param body a character for each octet
   */
  record Answer(int status, String body) {}

  private static final int TIMEOUT_MILLIS = 30_000;
  private static final int LONGEST_HEAD = 8_192;
  private static final Pattern STATUS = Pattern.compile("^HTTP/1\\.1 (\\d{3})[ \r]");
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  private final Socket socket;
  private final InputStream in;

  private Connection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  static Connection to(InetSocketAddress address) throws IOException {
    var socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(address, TIMEOUT_MILLIS);
      return new Connection(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Sends a request and reads its response.
   *
   * @throws IOException if none comes, or not one of a stated length
   */
  Answer ask(String method, String path) throws IOException {
    String request = "%s %s HTTP/1.1\r\nHost: app\r\n\r\n".formatted(method, path);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return read(in);
  }

  static Answer read(InputStream in) throws IOException {
    String head = readHead(in);
    var status = STATUS.matcher(head);
    var length = LENGTH.matcher(head);
    if (!status.find() || !length.find()) {
      throw new IOException("no response of a stated length: " + head);
    }
    int expected = Integer.parseInt(length.group(1));
    byte[] body = in.readNBytes(expected);
    if (body.length < expected) {
      throw new EOFException("%d of %d bytes came".formatted(body.length, expected));
    }
    return new Answer(
        Integer.parseInt(status.group(1)), new String(body, StandardCharsets.ISO_8859_1));
  }

  private static String readHead(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.length() < LONGEST_HEAD) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException("the connection was closed before a response");
      }
      head.append((char) octet);
      if (octet == '\n' && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
        return head.toString();
      }
    }
    throw new IOException("a head over %d bytes".formatted(LONGEST_HEAD));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
