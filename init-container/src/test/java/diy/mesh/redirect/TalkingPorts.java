package diy.mesh.redirect;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;

/** A process that answers each connection with its own name and the port that was reached. */
final class TalkingPorts {

  private TalkingPorts() {}

  static void main(String[] arguments) throws IOException {
    for (int i = 1; i < arguments.length; i++) {
      String answer = arguments[0] + " " + arguments[i];
      var server = new ServerSocket(Integer.parseInt(arguments[i]));
      Thread.ofPlatform().daemon().start(() -> serve(server, answer));
    }
    System.out.println("ready");
    System.out.flush();
    System.in.transferTo(OutputStream.nullOutputStream()); // ends with the test that started it
  }

  private static void serve(ServerSocket server, String answer) {
    try {
      while (true) {
        try (var connection = server.accept()) {
          connection.getOutputStream().write(answer.getBytes(US_ASCII));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
