package diy.mesh.tests.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * HTTP/1.1 as it may be spoken but seldom is.
 *
 * <ul>
 *   <li>{@code /who}: version, connection and request on that connection
 *   <li>{@code /head}: the request's head, byte for byte
 *   <li>{@code /upload}: count, hash and trailers of the body
 *   <li>{@code /download/N}, {@code /chunked/N}, {@code /until-close/N}: N bytes of {@link Content}
 *   <li>{@code /early}: a 103 before the 200
 *   <li>{@code /hop}: a response with fields that are for one hop only
 *   <li>{@code /status/N}: that status and no body
 *   <li>{@code /upgrade}: 101, then every byte comes back
 * </ul>
 */
final class HttpConversation implements TcpServer.Conversation {

  private static final String CLOSE = "Connection: close\r\n";

  private final String version;
  private final Work work;

  HttpConversation(String version, Work work) {
    this.version = version;
    this.work = work;
  }

  @Override
  public void hold(Socket socket, int connection) throws IOException {
    socket.setTcpNoDelay(true);
    var in = new BufferedInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    int number = 1;
    for (Request request = Request.read(in); request != null; request = Request.read(in)) {
      String place = "connection %d request %d".formatted(connection, number);
      if (!answer(request, place, in, out)) {
        return;
      }
      number++;
    }
  }

  private boolean answer(Request request, String place, InputStream in, OutputStream out)
      throws IOException {
    work.begin();
    try {
      boolean goesOn = page(request, place, in, out);
      out.flush();
      return goesOn;
    } finally {
      work.end();
    }
  }

  /**
   * Answers one request.
   *
   * @return whether another may follow on this connection
   */
  private boolean page(Request request, String place, InputStream in, OutputStream out)
      throws IOException {
    if (request.field("Expect").equals("100-continue")) {
      say(out, "HTTP/1.1 100 Continue\r\n\r\n");
    }
    if (request.path().equals("/upgrade")) {
      say(out, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
      in.transferTo(out);
      return false;
    }
    var digest = new Digest();
    String trailers = request.readBody(in, digest::add);
    boolean goesOn = !request.isHttp10() && !request.field("Connection").equals("close");
    String more = goesOn ? "" : CLOSE;
    switch (request.page()) {
      case "who" -> text(request, out, more, "%s %s\n".formatted(version, place));
      case "head" -> text(request, out, more, String.join("\r\n", request.lines()) + "\r\n");
      case "upload" -> text(request, out, more, "%s\n%s".formatted(digest, trailers));
      case "download" -> download(request, out, more);
      case "chunked" -> chunked(request, out, more);
      case "early" -> {
        say(out, "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n");
        text(request, out, more, "late\n");
      }
      case "hop" ->
          text(
              request,
              out,
              "Connection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=9\r\nX-End: 1\r\n",
              "");
      case "status" -> say(out, "HTTP/1.1 %d Chosen\r\n%s\r\n".formatted(request.number(), more));
      case "until-close" -> {
        say(out, "HTTP/1.1 200 OK\r\n" + CLOSE + "\r\n");
        Content.write(request.number(), out);
        return false;
      }
      default -> say(out, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n%s\r\n".formatted(more));
    }
    return goesOn;
  }

  private static void text(Request request, OutputStream out, String more, String body)
      throws IOException {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(body.length(), more);
    say(out, request.method().equals("HEAD") ? head : head + body);
  }

  private static void download(Request request, OutputStream out, String more) throws IOException {
    say(out, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n%s\r\n".formatted(request.number(), more));
    if (!request.method().equals("HEAD")) {
      Content.write(request.number(), out);
    }
  }

  private static void chunked(Request request, OutputStream out, String more) throws IOException {
    say(
        out,
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Digest\r\n%s\r\n"
            .formatted(more));
    Content.make(
        request.number(),
        (block, length) -> {
          say(out, "%x;ignored=extension\r\n".formatted(length));
          out.write(block, 0, length);
          say(out, "\r\n");
        });
    say(out, "0\r\nX-Digest: %s\r\n\r\n".formatted(Content.digest(request.number())));
  }

  private static void say(OutputStream out, String words) throws IOException {
    out.write(words.getBytes(StandardCharsets.ISO_8859_1));
  }
}
