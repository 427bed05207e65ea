package diy.mesh.dataplane.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel knows of connections: on a busy machine it takes its time, too. */
public final class KernelTable {

  private KernelTable() {}

  /** Waits until the end of all connections to a port of this machine has arrived. */
  public static void awaitEndOfConnectionsTo(int port) throws IOException {
    String established = ":%04X 01 ".formatted(port);
    for (String table : new String[] {"/proc/net/tcp", "/proc/net/tcp6"}) {
      while (Files.readString(Path.of(table)).contains(established)) {
        Thread.onSpinWait();
      }
    }
  }
}
