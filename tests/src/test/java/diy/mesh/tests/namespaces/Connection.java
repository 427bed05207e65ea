package diy.mesh.tests.namespaces;

import diy.mesh.tests.server.Content;
import diy.mesh.tests.server.Digest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client's connection, byte by byte: what curl would not say can be said here. */
final class Connection implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Socket socket;
  private final InputStream in;

  private Connection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** Connects from the network namespace of the calling thread, where the connection stays. */
  static Connection to(InetSocketAddress address) throws IOException {
    var socket = new Socket();
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.connect(address, (int) PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    return new Connection(socket);
  }

  /** Sends text as it is, one byte for each character. */
  Connection send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Sends the first {@code size} bytes of {@link Content}. */
  Connection sendContent(long size) throws IOException {
    Content.write(size, socket.getOutputStream());
    return this;
  }

  /** Closes this side's direction; the other stays open. */
  Connection endOutput() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Reads one response with its body. */
  Response response() throws IOException {
    String head = head();
    int status = Integer.parseInt(head.split(" ", 3)[1]);
    if (status < 200 || status == 204 || status == 304) {
      return new Response(status, head, "");
    }
    String length = Response.field(head, "Content-Length");
    if (length.isEmpty()) {
      throw new IOException("a response without Content-Length: " + head);
    }
    byte[] body = in.readNBytes(Integer.parseInt(length));
    return new Response(status, head, new String(body, StandardCharsets.ISO_8859_1));
  }

  /** Reads a head, its line ends included. */
  String head() throws IOException {
    var head = new StringBuilder();
    for (String line = line(); !line.isEmpty(); line = line()) {
      head.append(line).append("\r\n");
    }
    return head.toString();
  }

  /** Reads a line without its end. */
  String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended within: " + line);
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** Reads exactly so many bytes; fewer if the connection ends before. */
  String text(int length) throws IOException {
    return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  /** Reads up to the connection's end. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Reads up to the connection's end and tells what it was. */
  String digestOfRest() throws IOException {
    var digest = new Digest();
    digest.addAll(in);
    return digest.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
