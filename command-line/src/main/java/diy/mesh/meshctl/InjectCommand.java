package diy.mesh.meshctl;

import diy.mesh.admission.inject.Injector;
import diy.mesh.meshctl.cluster.InstalledInjector;
import diy.mesh.meshctl.cluster.NamespaceLabels;
import diy.mesh.meshctl.inject.InjectedManifests;
import diy.mesh.meshctl.terminal.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code meshctl inject}: what the webhook would make of pods, to be seen or applied. */
@Command(
    name = "inject",
    description = "Print manifests with the mesh in their pods, as the webhook would put it there.",
    footer = {"", "For example: ./meshctl inject -f app.yaml | kubectl apply -f -"})
final class InjectCommand implements Callable<Integer> {

  private static final String STANDARD_INPUT = "-";

  private final Context context;

  @Mixin private ClusterOption cluster = new ClusterOption();

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      required = true,
      description = "Pods, Deployments, Jobs and others, as YAML; - for standard input.")
  private String file = STANDARD_INPUT;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAME",
      description = "Of resources that name none (default: ${DEFAULT-VALUE}).")
  private String namespace = "default";

  @Option(
      names = "--trust-anchors",
      paramLabel = "FILE",
      description = {
        "The mesh's authority, in PEM; no cluster is asked then.",
        "It is tls.crt in the Secret diy-mesh/mesh-authority."
      })
  private @Nullable Path anchors;

  InjectCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var injected = InjectedManifests.of(read(), injector(), namespaces(), namespace);
    injected.remarks().forEach(context.errors()::println);
    if (!injected.problems().isEmpty()) {
      throw new Failure(String.join("\n", injected.problems()));
    }
    context.output().write(injected.yaml().getBytes(StandardCharsets.UTF_8));
    return ExitCode.OK;
  }

  private Injector injector() throws IOException, InterruptedException {
    return anchors == null
        ? InstalledInjector.of(cluster.kubectl())
        : InstalledInjector.of(Files.readString(anchors));
  }

  private InjectedManifests.Namespaces namespaces() {
    return anchors == null ? new NamespaceLabels(cluster.kubectl())::of : _ -> Map.of();
  }

  private String read() throws IOException {
    return file.equals(STANDARD_INPUT)
        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
        : Files.readString(Path.of(file));
  }
}
