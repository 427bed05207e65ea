package diy.mesh.meshctl.cluster;

import diy.mesh.meshctl.terminal.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
   * @param text its output, errors included
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
    var all = new ArrayList<>(List.of("kubectl"));
    if (context != null) {
      all.addAll(List.of("--context", context));
    }
    all.addAll(List.of(words));
    Process process;
    try {
      process = new ProcessBuilder(all).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new Failure(
          "kubectl cannot be run (expected: on the PATH); install it:"
              + " https://kubernetes.io/docs/tasks/tools/",
          e);
    }
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor() == 0, text.strip());
  }
}
