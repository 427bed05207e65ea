package diy.mesh.tests.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Protocols that are not HTTP. */
final class RawConversations {

  private RawConversations() {}

  /** Like SMTP: the server speaks first; then every line comes back; {@code quit} ends it. */
  static TcpServer.Conversation serverFirst(String version) {
    return (socket, _) -> {
      say(socket, "220 %s is ready\r\n".formatted(version));
      var lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("quit")) {
          say(socket, "221 bye\r\n");
          return;
        }
        say(socket, "250 %s\r\n".formatted(line));
      }
    };
  }

  /** Answers only once the client has closed its direction: a proxy must keep the other open. */
  static void answerAfterTheLastByte(Socket socket, int connection) throws IOException {
    var digest = new Digest();
    digest.addAll(socket.getInputStream());
    say(socket, digest + "\n");
  }

  /** Gives every byte back as it comes. */
  static void echo(Socket socket, int connection) throws IOException {
    socket.getInputStream().transferTo(socket.getOutputStream());
  }

  private static void say(Socket socket, String words) throws IOException {
    socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
  }
}
