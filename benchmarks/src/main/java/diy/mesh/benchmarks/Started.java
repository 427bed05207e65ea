package diy.mesh.benchmarks;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** A process that runs until it is closed, and what the kernel says of it. */
final class Started implements AutoCloseable {

  private static final int STOP_SECONDS = 3;

  private final Process process;
  private final Path log;

  private Started(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a command. Its standard output goes into a pipe that somebody reads, as a container's.
   *
   * @param cores those it may use, as {@code taskset} takes them
   * @param log gets its standard error
   */
  static Started start(String cores, Launch launch, Path log) throws IOException {
    var words = new ArrayList<>(List.of("taskset", "-c", cores));
    words.addAll(launch.command());
    var builder = new ProcessBuilder(words);
    builder.environment().putAll(launch.environment());
    builder.redirectError(Redirect.appendTo(log.toFile()));
    var process = builder.start();
    Thread.ofPlatform().daemon().name("reader").start(() -> drain(process));
    return new Started(process, log);
  }

  private static void drain(Process process) {
    try (var output = process.getInputStream()) {
      var _ = output.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // it has ended
    }
  }

  /**
   * Goes on only while it lives.
   *
   * @throws IOException with what it said last, if it has ended
   */
  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw new IOException(
          "%s has ended: %s"
              .formatted(process.info().command().orElse("it"), Files.readString(log).strip()));
    }
  }

  /** Of it and all processes it has started. */
  CpuTime cpuTime() {
    return tree().mapToObj(CpuTime::of).reduce(CpuTime.NONE, CpuTime::plus);
  }

  /** Its share of the memory it uses, in MB of 1024 KiB. */
  double pss() {
    return memory("Pss");
  }

  /** Memory that nobody else uses, in MB of 1024 KiB. */
  double privateMemory() {
    return memory("Private_Clean") + memory("Private_Dirty");
  }

  private double memory(String field) {
    return tree().map(pid -> rollup(pid, field)).sum() / 1024.0;
  }

  private LongStream tree() {
    return LongStream.concat(
        LongStream.of(process.pid()), process.descendants().mapToLong(ProcessHandle::pid));
  }

  private static long rollup(long pid, String field) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
      return lines
          .filter(line -> line.startsWith(field + ":"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    var children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }
}
