import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks or replaces the format of every Java file: {@code mvn -N process-sources -Dformat=replace}. */
final class Format {
  void main(String[] arguments) throws Exception {
    boolean replace = arguments[0].equals("replace");
    var unformatted = new ArrayList<Path>();
    for (Path file : sources()) {
      String source = Files.readString(file);
      String formatted = new Formatter().formatSourceAndFixImports(source);
      if (formatted.equals(source)) {
        continue;
      }
      if (replace) {
        Files.writeString(file, formatted);
        IO.println("formatted " + file);
      } else {
        unformatted.add(file);
      }
    }
    if (!unformatted.isEmpty()) {
      unformatted.forEach(file -> IO.println("not formatted: " + file));
      IO.println("format them with: mvn -N process-sources -Dformat=replace");
      System.exit(1);
    }
  }

  private static List<Path> sources() throws IOException {
    try (var files = Files.walk(Path.of(""))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !isBuildOutput(file) && !file.startsWith(".mvn"))
          .sorted()
          .toList();
    }
  }

  /** MODULE/target/...: deeper down, "target" is a package like any other. */
  private static boolean isBuildOutput(Path file) {
    return file.getNameCount() > 2 && file.getName(1).toString().equals("target");
  }
}
