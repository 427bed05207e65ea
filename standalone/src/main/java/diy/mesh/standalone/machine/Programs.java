package diy.mesh.standalone.machine;

import diy.mesh.standalone.pod.ImageTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Our own programs, copied to where every user of a container can read them, and the table of all
 * images.
 */
public final class Programs {

  private static final List<String> MODULES =
      List.of("control-plane", "data-plane", "init-container", "sample-app");

  /** Where ./meshctl builds to: beside what mvn verify compiles and checks. */
  private static final Path BUILT = Path.of("target", "quick");

  private static final String PROXY = "diy-mesh/data-plane:dev";

  /** What there may be of a program beside its libraries: launcher, jar, AOT cache. */
  private static final List<String> PARTS = List.of("", ".jar", ".aot");

  private static final String TABLE = "images.properties";

  private Programs() {}

  /**
   * Copies what is built. What is not is missed only when a pod asks for it.
   *
   * @param build the repository
   */
  public static void copy(Path build, Path app) throws IOException {
    for (String module : MODULES) {
      Path target = build.resolve(module).resolve(BUILT);
      Path jar = target.resolve(module + ".jar");
      if (Files.exists(jar)) {
        Path copies = app.resolve(module);
        Files.createDirectories(copies.resolve("lib"));
        for (String part : PARTS) {
          Path file = target.resolve(module + part);
          if (Files.exists(file)) {
            copyFile(file, copies.resolve(module + part));
          }
        }
        for (Path library : jars(target.resolve("lib"))) {
          copyFile(library, copies.resolve(target.relativize(library)));
        }
      }
    }
  }

  /**
   * The checked-in table and the user's own.
   *
   * @param files the user's, later ones first
   * @throws IllegalArgumentException naming file and line of what is wrong
   */
  public static ImageTable images(List<Path> files, Path app) throws IOException {
    Path jdk = Path.of(System.getProperty("java.home"));
    var places =
        Map.of(
            "java", jdk.resolve("bin").resolve("java").toString(),
            "jdk", jdk.toString(),
            "app", app.toString());
    var table = ImageTable.parse(TABLE, checkedIn(), places);
    for (Path file : files) {
      table = table.with(ImageTable.parse(file.toString(), Files.readString(file), places));
    }
    return table;
  }

  /**
   * The words that run the proxy where it was built, for as long as the calling thread lives.
   *
   * @param build the repository
   * @return empty where it is not built
   */
  public static List<String> proxyInPlace(Path build) throws IOException {
    Path launcher = build.resolve("data-plane").resolve(BUILT).resolve("data-plane");
    if (!Files.exists(launcher)) {
      return List.of();
    }
    var words = new ArrayList<>(List.of("setpriv", "--pdeathsig", "TERM"));
    words.addAll(images(List.of(), build).program(PROXY).orElseThrow());
    words.set(words.size() - 1, launcher.toString()); // not a copy: there is no state directory
    return words;
  }

  private static String checkedIn() throws IOException {
    try (InputStream table = Programs.class.getResourceAsStream("/" + TABLE)) {
      if (table == null) {
        throw new IOException("the image table is not in our jar (expected: /" + TABLE + ")");
      }
      return new String(table.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<Path> jars(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(file -> file.toString().endsWith(".jar")).toList();
    }
  }

  private static void copyFile(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
  }
}
