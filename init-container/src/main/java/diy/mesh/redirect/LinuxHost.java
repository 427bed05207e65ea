package diy.mesh.redirect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The machine and the network namespace that this process runs in. */
final class LinuxHost implements Host {

  private final Duration timeout;

  /**
   * @param timeout how long one command may take
   */
  LinuxHost(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public Ended run(List<String> command, String input) {
    var builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C"); // messages are read by us
    try {
      return await(builder.start(), input);
    } catch (IOException e) {
      return new NotStarted(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new NotStarted("interrupted");
    }
  }

  @Override
  public Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Ended await(Process process, String input) throws InterruptedException {
    // Threads for all three streams: whichever side of a full pipe waits, this one keeps count.
    var printed = new ByteArrayOutputStream();
    var said = new ByteArrayOutputStream();
    Thread[] copiers = {
      start(() -> feed(input, process.getOutputStream())),
      start(() -> drain(process.getInputStream(), printed)),
      start(() -> drain(process.getErrorStream(), said))
    };
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      return new TimedOut(timeout.toSeconds());
    }
    for (Thread copier : copiers) {
      copier.join(timeout); // bounded as well: a grandchild may hold a pipe open
    }
    return new Finished(process.exitValue(), printed.toString(UTF_8), said.toString(UTF_8).strip());
  }

  private static Thread start(Runnable copier) {
    return Thread.ofPlatform().daemon().start(copier);
  }

  private static void feed(String input, OutputStream stdin) {
    try (stdin) {
      stdin.write(input.getBytes(UTF_8));
    } catch (IOException e) {
      // It ended without reading everything; its exit code says why.
    }
  }

  private static void drain(InputStream stream, ByteArrayOutputStream into) {
    try (stream) {
      stream.transferTo(into);
    } catch (IOException e) {
      // It was killed: what it said so far has to do.
    }
  }
}
