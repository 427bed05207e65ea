package diy.mesh.dataplane.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * One proxy that lives through everything a proxy usually does and then ends, and a second one that
 * must be able to use what the first has left. Needs the proxy's ports on the loopback address, and
 * no network.
 *
 * @param launcher of the proxy; its folder must be writable
 */
record TrainingRun(Path launcher) {

  /** Long enough for what is used most to be compiled. */
  private static final Duration TRAFFIC = Duration.ofSeconds(2);

  /**
   * What came of it.
   *
   * @param cache where it is
   * @param firstByte how long a proxy takes with it from its start to the first byte of a response
   */
  record Outcome(Path cache, long bytes, Duration firstByte) {}

  /** Trains and tries the cache; the one there was is lost. */
  Outcome train() throws IOException, InterruptedException {
    Path cache = launcher.resolveSibling("data-plane.aot");
    Path next = launcher.resolveSibling("data-plane.aot.next");
    Files.deleteIfExists(cache);
    Path folder = Files.createTempDirectory("training");
    TrainingKeys keys = TrainingKeys.make(folder);
    try (var app = App.start();
        var control = ControlPlane.start(app.address(), keys)) {
      record(next, control);
      Files.move(next, cache, StandardCopyOption.ATOMIC_MOVE);
      return new Outcome(cache, Files.size(cache), firstByte(control));
    } finally {
      Files.deleteIfExists(next);
      keys.delete();
    }
  }

  private void record(Path next, ControlPlane control) throws IOException, InterruptedException {
    // Java names each class that it leaves out; those are hundreds.
    String options = "-Xlog:aot=error -Xlog:cds=error -XX:AOTCacheOutput=" + next;
    try (var proxy = TrainedProxy.start(launcher, options, control)) {
      proxy.awaitResponse();
      Traffic.send(TRAFFIC, control);
      proxy.stop(); // by which Java writes the cache, before it ends
    }
    if (!Files.exists(next)) {
      throw new IOException(
          "the proxy ended and wrote no cache to %s; look into what it said above".formatted(next));
    }
  }

  /** Fails where the cache cannot be used: only without this flag would Java go on without. */
  private Duration firstByte(ControlPlane control) throws IOException, InterruptedException {
    long began = System.nanoTime();
    try (var proxy = TrainedProxy.start(launcher, "-XX:AOTMode=on", control)) {
      proxy.awaitResponse();
      var taken = Duration.ofNanos(System.nanoTime() - began);
      proxy.stop();
      return taken;
    }
  }
}
