package diy.mesh.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/**
 * What the server has, and whether it comes through a proxy as it is.
 *
 * @param folder of the run
 */
record Content(Path folder) {

  static final String SMALL = "/1k";
  static final String LARGE = "/64k";
  static final String VERSION = "/version";

  private static final Map<String, Integer> SIZES = Map.of(SMALL, 1 << 10, LARGE, 64 << 10);
  private static final int ASKED = 100;
  private static final int CANARY_MOST = 25;

  /** Makes it up. */
  void write() throws IOException {
    Files.createDirectories(www());
    var dice = new Random(1);
    for (var file : SIZES.entrySet()) {
      byte[] content = new byte[file.getValue()];
      dice.nextBytes(content);
      Files.write(file(file.getKey()), content);
    }
  }

  long length(String path) throws IOException {
    return Files.size(file(path));
  }

  /**
   * Whether a proxy passes on what the server has, byte for byte, and shares requests as told.
   *
   * @throws IOException if not
   */
  void check(Chain chain, String path) throws IOException {
    String expected = Files.readString(file(path), StandardCharsets.ISO_8859_1);
    try (var connection = Connection.to(chain.entrance())) {
      var answer = connection.ask("GET", path);
      if (answer.status() != 200 || !answer.body().equals(expected)) {
        throw new IOException(
            "%s changes %s: status %d, %d bytes"
                .formatted(chain.name(), path, answer.status(), answer.body().length()));
      }
    }
  }

  /**
   * Whether a proxy gives about one of ten requests to the canary.
   *
   * @throws IOException if not
   */
  static void checkSplit(Chain chain) throws IOException {
    int canary = 0;
    try (var connection = Connection.to(chain.entrance())) {
      for (int i = 0; i < ASKED; i++) {
        canary += connection.ask("GET", VERSION).body().equals("v2") ? 1 : 0;
      }
    }
    if (canary == 0 || canary > CANARY_MOST) {
      throw new IOException(
          "%s gives %d of %d requests to the canary (expected: about 10)"
              .formatted(chain.name(), canary, ASKED));
    }
  }

  private Path www() {
    return folder.resolve("www");
  }

  private Path file(String path) {
    return www().resolve(path.substring(1));
  }
}
