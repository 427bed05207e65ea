package diy.mesh.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The peers' configurations: files of this package with places to fill in.
 *
 * @param folder where they are written to
 */
record Templates(Path folder) {

  /** Fills one in and says where it is now. */
  String fill(String template, int port, int target) throws IOException {
    try (var in = Templates.class.getResourceAsStream(template)) {
      if (in == null) {
        throw new IOException("no template " + template);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Path file = folder.resolve(port + "-" + template);
      Files.writeString(
          file,
          text.replace("${port}", Integer.toString(port))
              .replace("${target}", Integer.toString(target))
              .replace("${folder}", folder.toString()));
      return file.toString();
    }
  }
}
