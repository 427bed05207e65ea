package diy.mesh.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Starts server and control plane, measures row by row, prints the table. */
final class Main {

  private static final int CANNOT_MEASURE = 1;
  private static final int BAD_OPTIONS = 2;

  /** More than this before the run, and its figures say more about somebody else. */
  private static final double BUSY = 1.5;

  private static final List<Row> ROWS =
      List.of(
          new FirstByte(),
          new OneHop(),
          new TwoSidecars(),
          new Relay(),
          new MemoryGrowth(),
          new TwoLoops());

  private Main() {}

  static void main(String[] arguments) {
    try {
      run(Options.parse(List.of(arguments)));
    } catch (IllegalArgumentException e) {
      exit(BAD_OPTIONS, e);
    } catch (Exception e) {
      exit(CANNOT_MEASURE, e);
    }
  }

  private static void exit(int status, Exception reason) {
    System.err.println("benchmarks: " + reason.getMessage());
    System.exit(status);
  }

  private static void run(Options options) throws Exception {
    double load = load();
    IO.println("load average before: %.2f".formatted(load));
    var figures = new Figures();
    Path watched = Files.createDirectories(options.folder().resolve("manifests"));
    var manifests = new Manifests(watched);
    manifests.write();
    try (var _ = Origin.start(options.folder());
        var controlPlane = controlPlane(options, watched)) {
      var stand = new Stand(options, figures, manifests, controlPlane, mesh(options));
      for (Row row : ROWS) {
        long began = System.nanoTime();
        row.measure(stand);
        IO.println(
            "%s took %.0f s"
                .formatted(row.getClass().getSimpleName(), (System.nanoTime() - began) / 1e9));
      }
    }
    IO.print(figures.table());
    if (load > BUSY) {
      IO.println("The machine was busy before this began: do not conclude from these figures.");
    }
    if (options.json()) {
      IO.println(figures.json());
    }
  }

  private static ControlPlane controlPlane(Options options, Path watched) throws IOException {
    return ControlPlane.start(
        built(options, "control-plane"),
        options.jdk(),
        watched,
        Stand.OTHER_CORE,
        options.folder().resolve("control-plane.log"));
  }

  /** Its own user writes its logs. */
  private static Mesh mesh(Options options) throws IOException {
    Path logs = Files.createDirectories(options.folder().resolve("mesh"));
    Files.setPosixFilePermissions(logs, PosixFilePermissions.fromString("rwxrwxrwx"));
    return new Mesh(built(options, "data-plane"), options.jdk(), logs, List.of(), Map.of());
  }

  private static Path built(Options options, String module) {
    return options.checkout().resolve(module).resolve("target/quick");
  }

  private static double load() throws IOException {
    return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
  }
}
