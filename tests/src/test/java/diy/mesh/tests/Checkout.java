package diy.mesh.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The project's own files: everything but build output, editor settings and binary files.
 *
 * @param root the folder that holds the root pom
 * @param files sorted by path
 */
public record Checkout(Path root, List<TextFile> files) {

  private static final Set<String> NOT_OURS = Set.of(".git", ".idea", ".vscode", "node_modules");

  /**
   * A file's content.
   *
   * @param path relative to the root, with {@code /}
   */
  public record TextFile(String path, String text) {

    public List<String> lines() {
      return text.lines().toList();
    }

    /** The folder right under the root, which for code is its module. */
    String module() {
      return path.substring(0, Math.max(0, path.indexOf('/')));
    }

    boolean isJava() {
      return path.endsWith(".java") && path.contains("/src/");
    }

    boolean isTest() {
      return path.contains("/src/test/");
    }
  }

  /** The checkout this test runs in. */
  static Checkout read() {
    try {
      Path root = findRoot();
      var files = new ArrayList<TextFile>();
      for (Path file : paths(root)) {
        byte[] bytes = Files.readAllBytes(file);
        if (!isBinary(bytes)) {
          String path = root.relativize(file).toString();
          files.add(new TextFile(path, new String(bytes, StandardCharsets.UTF_8)));
        }
      }
      return new Checkout(root, List.copyOf(files));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Our Java sources. */
  List<TextFile> java() {
    return files.stream().filter(TextFile::isJava).toList();
  }

  /** Maven runs tests in the module's folder; the root is the one that holds {@code .mvn}. */
  public static Path findRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException(
            "no .mvn above %s: run the tests in the checkout".formatted(Path.of("")));
      }
    }
    return folder;
  }

  private static List<Path> paths(Path root) throws IOException {
    var found = new ArrayList<Path>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isOurs(root.relativize(folder))
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !file.getFileName().toString().equals(".git")) {
              found.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(null);
    return found;
  }

  /** Build output lies in target/ and MODULE/target/; deeper down a package may be called so. */
  private static boolean isOurs(Path folder) {
    String name = folder.getFileName().toString();
    boolean buildOutput = folder.getNameCount() <= 2 && name.equals("target");
    return !buildOutput && !NOT_OURS.contains(name);
  }

  private static boolean isBinary(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }
}
