package diy.mesh.tests.server;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's head as received.
 *
 * @param lines request line first, without line ends; never empty
 */
record Request(List<String> lines) {

  private static final String END = "\r\n\r\n";

  Request {
    lines = List.copyOf(lines);
  }

  /** Reads the next head; null where the client has ended the connection. */
  static @Nullable Request read(InputStream stream) throws IOException {
    var head = new StringBuilder();
    while (head.length() < END.length() || !head.substring(head.length() - 4).equals(END)) {
      int next = stream.read();
      if (next < 0) {
        if (head.isEmpty()) {
          return null;
        }
        throw new EOFException("within a head: " + head);
      }
      head.append((char) next);
    }
    return new Request(head.toString().lines().filter(line -> !line.isEmpty()).toList());
  }

  String method() {
    return lines.getFirst().split(" ", 3)[0];
  }

  String path() {
    return lines.getFirst().split(" ", 3)[1];
  }

  /** The path's first segment: {@code download} of {@code /download/1000?again}. */
  String page() {
    return path().split("[/?]", -1)[1];
  }

  /** The path's last segment as a number, as in {@code /download/1000}. */
  long number() {
    return Long.parseLong(path().substring(path().lastIndexOf('/') + 1));
  }

  boolean isHttp10() {
    return lines.getFirst().endsWith("HTTP/1.0");
  }

  /** The first field of that name; empty where there is none. */
  String field(String name) {
    return lines.stream()
        .skip(1)
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  /**
   * Reads the body to its end.
   *
   * @return the trailers, each with its line end; empty where there are none
   */
  String readBody(InputStream stream, Content.Sink sink) throws IOException {
    if (field("Transfer-Encoding").equalsIgnoreCase("chunked")) {
      return readChunks(stream, sink);
    }
    String length = field("Content-Length");
    pass(stream, length.isEmpty() ? 0 : Long.parseLong(length), sink);
    return "";
  }

  private static String readChunks(InputStream stream, Content.Sink sink) throws IOException {
    while (true) {
      String size = readLine(stream);
      long length = Long.parseLong(size.split(";", 2)[0].strip(), 16);
      if (length == 0) {
        var trailers = new StringBuilder();
        for (String line = readLine(stream); !line.isEmpty(); line = readLine(stream)) {
          trailers.append(line).append("\r\n");
        }
        return trailers.toString();
      }
      pass(stream, length, sink);
      if (!readLine(stream).isEmpty()) {
        throw new IOException("no line end behind a chunk of " + size);
      }
    }
  }

  private static void pass(InputStream stream, long length, Content.Sink sink) throws IOException {
    byte[] block = new byte[1 << 16];
    for (long left = length; left > 0; ) {
      int read = stream.read(block, 0, (int) Math.min(block.length, left));
      if (read < 0) {
        throw new EOFException("%d bytes of a body are missing".formatted(left));
      }
      sink.take(block, read);
      left -= read;
    }
  }

  private static String readLine(InputStream stream) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = stream.read(); next != '\n'; next = stream.read()) {
      if (next < 0) {
        throw new EOFException("within a line");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
