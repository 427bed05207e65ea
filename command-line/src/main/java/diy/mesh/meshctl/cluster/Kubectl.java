package diy.mesh.meshctl.cluster;

import diy.mesh.meshctl.terminal.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Runs kubectl for a person, with that person's kubeconfig. */
public final class Kubectl {

  private final @Nullable String context;

  /**
   * Of one cluster.
   *
   * @param context of the kubeconfig; null for the current one
   */
  public Kubectl(@Nullable String context) {
    this.context = context;
  }

  /**
   * What a command said.
   *
   * @param succeeded whether it ended with 0
   * @param text its output, and where it failed also what it complained of
   */
  public record Said(boolean succeeded, String text) {}

  /**
   * Runs it, and gives its output.
   *
   * @throws Failure if there is no kubectl, or it fails; with what it said
   */
  public String run(String... words) throws IOException, InterruptedException {
    Said said = ask(words);
    if (!said.succeeded()) {
      throw new Failure("kubectl %s: %s".formatted(String.join(" ", words), said.text()));
    }
    return said.text();
  }

  /**
   * Runs it, and says how it ended.
   *
   * @throws Failure if there is no kubectl
   */
  public Said ask(String... words) throws IOException, InterruptedException {
    var process = start(new ProcessBuilder(command(List.of(words))));
    process.getOutputStream().close();
    // Apart: a warning must not be taken for a part of the JSON that was asked for.
    var complaints = new FutureTask<>(() -> text(process.getErrorStream()));
    Thread.startVirtualThread(complaints);
    String text = text(process.getInputStream());
    if (process.waitFor() == 0) {
      return new Said(true, text);
    }
    return new Said(false, (text + "\n" + complaint(complaints)).strip());
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  private static String complaint(FutureTask<String> complaints)
      throws IOException, InterruptedException {
    try {
      return complaints.get();
    } catch (ExecutionException e) {
      throw new IOException("kubectl's complaint cannot be read", e);
    }
  }

  /**
   * Runs it with this program's own input, output and errors.
   *
   * @return whether it ended with 0
   * @throws Failure if there is no kubectl
   */
  public boolean show(List<String> words) throws InterruptedException {
    return start(new ProcessBuilder(command(words)).inheritIO()).waitFor() == 0;
  }

  /** Whether there is a kubectl that has a cluster to talk to, be it up or not. */
  public static boolean hasCluster() throws IOException, InterruptedException {
    try {
      return new Kubectl(null).ask("config", "current-context").succeeded();
    } catch (Failure e) {
      return false;
    }
  }

  private List<String> command(List<String> words) {
    var all = new ArrayList<>(List.of("kubectl"));
    if (context != null) {
      all.addAll(List.of("--context", context));
    }
    all.addAll(words);
    return all;
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Failure(
          "kubectl cannot be run (expected: on the PATH); install it:"
              + " https://kubernetes.io/docs/tasks/tools/",
          e);
    }
  }
}
