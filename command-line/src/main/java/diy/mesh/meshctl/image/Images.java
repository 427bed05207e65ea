package diy.mesh.meshctl.image;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.meshctl.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Builds the images of a checkout, and loads them. */
public final class Images {

  private static final int SHOWN_LINES = 30;

  private final Path home;
  private final Terminal progress;

  /**
   * For a checkout.
   *
   * @param home its root
   * @param progress hears of each step
   */
  public Images(Path home, Terminal progress) {
    this.home = home;
    this.progress = progress;
  }

  /**
   * What to build them from.
   *
   * @param base of all, with glibc
   * @param initBase of the init container, with iptables, too
   */
  public record Wanted(ImageTool tool, String base, String initBase) {}

  /** An image, and how large its tool says that it is. */
  public record Built(String image, String size) {}

  /**
   * Jars and the Java of each image; the images copy them, and need no network.
   *
   * @throws IOException if Maven cannot be run
   */
  public void buildPrograms() throws IOException, InterruptedException {
    progress.println("building the programs and the Java of each image");
    var jdk = Path.of(System.getProperty("java.home"));
    var maven =
        new ProcessBuilder(
            "mvn",
            "-B",
            "-q",
            "-T2",
            "-Dquick",
            "-Pruntime",
            "-Dmaven.test.skip=true",
            "-Dexec.skip",
            "-Denforcer.skip",
            "-pl",
            String.join(",", Component.folders()),
            "-am",
            "package");
    maven.directory(home.toFile());
    maven.environment().put("JAVA_HOME", jdk.toString());
    maven
        .environment()
        .merge("PATH", jdk.resolve("bin").toString(), (path, bin) -> bin + ":" + path); // jlink
    run(maven, "the programs cannot be built");
  }

  /**
   * One image.
   *
   * @param image its name
   * @throws IOException if the tool cannot be run
   */
  public Built build(Component component, String image, Wanted wanted)
      throws IOException, InterruptedException {
    ImageTool tool = wanted.tool();
    var arguments =
        component == Component.INIT_CONTAINER
            ? Map.of("INIT_BASE", wanted.initBase())
            : Map.of("BASE", wanted.base());
    run(tool.build(image, home.resolve(component.folder()), arguments), image + ": not built");
    String size = run(tool.size(image), image + ": has no size").lines().findFirst().orElse("");
    return new Built(image, size.strip());
  }

  /**
   * Loads an image that was built.
   *
   * @throws IOException if there is no room for its archive, or a program cannot be run
   */
  public void load(String image, ImageTool tool, LoadTarget target)
      throws IOException, InterruptedException {
    if (target instanceof LoadTarget.Nowhere) {
      return;
    }
    Path folder = Files.createTempDirectory("mesh-image");
    Path archive = folder.resolve("image.tar");
    try {
      run(tool.save(image, archive), image + ": not saved");
      run(target.load(archive), image + ": not loaded");
    } finally {
      Files.deleteIfExists(archive);
      Files.delete(folder);
    }
  }

  private static String run(List<String> words, String failure)
      throws IOException, InterruptedException {
    return run(new ProcessBuilder(words), failure);
  }

  private static String run(ProcessBuilder program, String failure)
      throws IOException, InterruptedException {
    Process process;
    try {
      process = program.redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new Failure(
          "%s: %s cannot be run (expected: on the PATH); install it"
              .formatted(failure, program.command().getFirst()));
    }
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0) {
      var lines = output.lines().toList();
      throw new Failure(
          "%s: %s ended with %d:\n%s"
              .formatted(
                  failure,
                  String.join(" ", program.command()),
                  exit,
                  String.join(
                      "\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()))));
    }
    return output;
  }
}
