package diy.mesh.sample;

import java.io.IOException;
import java.security.Security;
import java.util.Random;

/** Starts one instance, which answers until it is told to end (SIGTERM). */
final class Main {

  private Main() {}

  static void main() {
    // The server would hold back the end of each answer until the client acknowledged its start.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("http.maxConnections", "64"); // idle ones kept, per upstream
    // An upstream may be created after its callers: soon believe that its name exists.
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
    try {
      var settings = Settings.fromEnvironment(System.getenv());
      var server = SampleServer.start(settings, new Random());
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
      IO.println("%s listens on port %d".formatted(settings.self(), server.port()));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IOException e) {
      System.err.println(
          "cannot listen: %s; choose another port with PORT".formatted(e.getMessage()));
      System.exit(1);
    }
  }
}
