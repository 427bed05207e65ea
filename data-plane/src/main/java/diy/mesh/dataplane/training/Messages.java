package diy.mesh.dataplane.training;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Just enough HTTP/1.1 for both ends of the proxy; what is malformed is nobody's here. */
final class Messages {

  private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");
  private static final int HEXADECIMAL = 16;

  private Messages() {}

  /** A head without its empty line; empty where the connection has ended. */
  static String head(InputStream in) throws IOException {
    var head = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.append((char) next);
      if (next == '\n' && head.indexOf("\r\n\r\n", head.length() - 4) >= 0) {
        return head.substring(0, head.length() - 4);
      }
    }
    return "";
  }

  /** Reads the body that a head in lower case announces. */
  static void skipBody(String head, InputStream in) throws IOException {
    Matcher length = LENGTH.matcher(head);
    if (head.contains("transfer-encoding: chunked")) {
      skipChunks(in);
    } else if (length.find()) {
      in.skipNBytes(Long.parseLong(length.group(1)));
    }
  }

  private static void skipChunks(InputStream in) throws IOException {
    int size = Integer.parseInt(line(in), HEXADECIMAL);
    while (size > 0) {
      in.skipNBytes(size);
      line(in);
      size = Integer.parseInt(line(in), HEXADECIMAL);
    }
    line(in);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("in the middle of a body");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
