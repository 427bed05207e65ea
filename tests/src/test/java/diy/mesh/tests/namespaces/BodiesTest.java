package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.tests.server.Content;
import diy.mesh.tests.server.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bodies of any size stream through: every byte arrives, and no proxy holds them. */
@NamespaceTest
class BodiesTest {

  private static final long MIB = 1 << 20;
  private static final long SIZE = 100 * MIB;
  private static final String EXPECTED = Content.digest(SIZE);

  @Test
  void a_hundred_mebibytes_arrive_in_both_directions_with_flat_memory(
      Mesh mesh, @TempDir Path folder) throws Exception {
    Path file = folder.resolve("content");
    try (var out = Files.newOutputStream(file)) {
      Content.write(SIZE, out);
    }
    upload(mesh, file);
    download(mesh, "download", folder);
    var peaks = peaks(mesh);

    upload(mesh, file);
    upload(mesh, file, "--header", "Transfer-Encoding: chunked");
    download(mesh, "download", folder);
    download(mesh, "chunked", folder);
    download(mesh, "until-close", folder);

    var after = peaks(mesh);
    IO.println("REPORT peak memory of the proxies in MiB: %s, then %s".formatted(peaks, after));
    for (int i = 0; i < peaks.size(); i++) {
      assertThat(after.get(i) - peaks.get(i)).as("growth of a proxy in MiB").isLessThan(50);
    }
  }

  private static void upload(Mesh mesh, Path file, String... more) {
    var words = Stream.concat(Stream.of(more), Stream.of("-T", file.toString()));
    var all = Stream.concat(words, Stream.of("http://stable/upload")).toArray(String[]::new);
    assertThat(mesh.curl("client", all).output()).startsWith(EXPECTED);
  }

  private static void download(Mesh mesh, String how, Path folder) throws IOException {
    Path file = folder.resolve(how);
    mesh.curl("client", "-o", file.toString(), "http://stable/%s/%d".formatted(how, SIZE));
    var digest = new Digest();
    try (var in = Files.newInputStream(file)) {
      digest.addAll(in);
    }
    assertThat(digest).as(how).hasToString(EXPECTED);
  }

  /** The most memory each proxy on the way has ever used. */
  private static List<Long> peaks(Mesh mesh) {
    return Stream.of("client", "stable").map(pod -> peak(mesh.proxyOf(pod))).toList();
  }

  private static long peak(long process) {
    try (var lines = Files.lines(Path.of("/proc/%d/status".formatted(process)))) {
      return lines
              .filter(line -> line.startsWith("VmHWM:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow()
          / 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
