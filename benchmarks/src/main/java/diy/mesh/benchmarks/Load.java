package diy.mesh.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What clients ask for during one window. */
final class Load {

  /**
   * How a window went.
   *
   * @param requests that were answered
   * @param failed answered with an error or not at all
   * @param bytes read, heads too; to three digits
   */
  record Answered(long requests, long failed, long bytes) {}

  private static final Pattern SUM =
      Pattern.compile("(\\d+) requests in [^,]+, ([\\d.]+)([KMGT]?)B read");
  private static final Pattern FAILED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
  private static final Pattern ERRORS =
      Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

  private static final int CLIENTS = 8;

  private Load() {}

  /** As many requests as will go, over kept connections: {@code wrk}. */
  static Answered saturate(String cores, int connections, int seconds, String uri)
      throws IOException {
    return saturated(
        run(cores, List.of("wrk", "-t1", "-c" + connections, "-d" + seconds + "s", uri)));
  }

  /** What {@code wrk} says. */
  static Answered saturated(String said) throws IOException {
    var sum = SUM.matcher(said);
    if (!sum.find()) {
      throw new IOException("wrk tells no requests: " + said);
    }
    long failed = 0;
    var statuses = FAILED.matcher(said);
    if (statuses.find()) {
      failed += Long.parseLong(statuses.group(1));
    }
    var errors = ERRORS.matcher(said);
    if (errors.find()) {
      for (int kind = 1; kind <= errors.groupCount(); kind++) {
        failed += Long.parseLong(errors.group(kind));
      }
    }
    int exponent = sum.group(3).isEmpty() ? 0 : 1 + "KMGT".indexOf(sum.group(3));
    double bytes = Double.parseDouble(sum.group(2)) * (1L << (10 * exponent));
    return new Answered(Long.parseLong(sum.group(1)), failed, Math.round(bytes));
  }

  /**
   * A fixed rate: {@code h2load}.
   *
   * @param rate requests a second, over 8 connections
   * @return the median of the time a request took, in microseconds
   */
  static double medianMicros(String cores, int rate, int seconds, String uri, Path folder)
      throws IOException {
    Path log = folder.resolve("latency.tsv");
    Files.deleteIfExists(log);
    run(
        cores,
        List.of(
            "h2load",
            "--h1",
            "--clients=" + CLIENTS,
            "--threads=1",
            "--rps=" + rate / CLIENTS,
            "--duration=" + seconds,
            "--log-file=" + log,
            uri));
    try (var lines = Files.lines(log)) {
      return medianMicros(lines);
    }
  }

  /** Of lines with the time a request began, its status, and how long it took. */
  static double medianMicros(Stream<String> lines) throws IOException {
    var micros = new ArrayList<Double>();
    for (String line : lines.toList()) {
      String[] columns = line.split("\t", -1);
      if (columns.length < 3 || !columns[1].equals("200")) {
        throw new IOException("a request failed: " + line);
      }
      micros.add(Double.parseDouble(columns[2]));
    }
    if (micros.isEmpty()) {
      throw new IOException("h2load tells no requests");
    }
    return Figures.median(micros);
  }

  private static String run(String cores, List<String> command) throws IOException {
    var words = new ArrayList<>(List.of("taskset", "-c", cores));
    words.addAll(command);
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("%s failed: %s".formatted(String.join(" ", words), said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return said;
  }
}
