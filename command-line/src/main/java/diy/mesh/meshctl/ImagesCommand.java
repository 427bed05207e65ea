package diy.mesh.meshctl;

import diy.mesh.meshctl.image.Component;
import diy.mesh.meshctl.image.ImageTool;
import diy.mesh.meshctl.image.Images;
import diy.mesh.meshctl.image.LoadTarget;
import diy.mesh.meshctl.terminal.Failure;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code meshctl images}: the images that the manifests name, since no registry has them. */
@Command(
    name = "images",
    description = "Build the mesh's container images, and load them into a cluster.",
    footer = {
      "",
      "For example: ./meshctl images --load kind",
      "then:        ./meshctl install",
      "The build itself needs no network; docker or podman may pull the base images."
    })
final class ImagesCommand implements Callable<Integer> {

  private final Context context;

  @Option(
      names = "--tool",
      paramLabel = "TOOL",
      description = "docker, podman or buildah (default: the first of them that is installed).")
  private @Nullable ImageTool tool;

  @Option(
      names = "--base",
      paramLabel = "IMAGE",
      description = "What images are made on; has glibc (default: ${DEFAULT-VALUE}).")
  private String base = "debian:12-slim";

  @Option(
      names = "--init-base",
      paramLabel = "IMAGE",
      description =
          "What the init container's is made on; has iptables, too (default: ${DEFAULT-VALUE}).")
  private String initBase = "registry.k8s.io/build-image/distroless-iptables:v0.7.8";

  @Option(
      names = "--tag",
      paramLabel = "TAG",
      description = "Of all images (default: ${DEFAULT-VALUE}, as in the manifests).")
  private String tag = "dev";

  @Option(
      names = "--load",
      paramLabel = "WHERE",
      description = "kind, kind:NAME, containerd or containerd:SOCKET.")
  private @Nullable String load;

  @Option(
      names = "--load-with",
      paramLabel = "COMMAND",
      description = "Load by a command of your own, which gets an archive as its last word.")
  private @Nullable String loadWith;

  ImagesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var target = target();
    var wanted = new Images.Wanted(tool(), base, initBase, tag);
    var images = new Images(context.home(), context.errors());
    images.buildPrograms();
    for (Component component : Component.values()) {
      var built = images.build(component, wanted);
      images.load(built.image(), wanted.tool(), target);
      context.output().println("%-46s %s".formatted(built.image(), built.size()));
    }
    if (target instanceof LoadTarget.Nowhere) {
      context.errors().println("built, and loaded nowhere; into a cluster: --load, --load-with");
    }
    return ExitCode.OK;
  }

  private ImageTool tool() {
    if (tool != null) {
      return tool;
    }
    return Arrays.stream(ImageTool.values())
        .filter(each -> diy.mesh.standalone.process.Command.find(each.program()).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new Failure(
                    "no tool that builds images (expected: docker, podman or buildah);"
                        + " install one, for example: apt-get install buildah"));
  }

  private LoadTarget target() {
    if (load != null && loadWith != null) {
      throw new Failure("--load and --load-with (expected: one of them)");
    }
    if (loadWith != null) {
      return new LoadTarget.Program(loadWith);
    }
    try {
      return load == null ? new LoadTarget.Nowhere() : LoadTarget.parse(load);
    } catch (IllegalArgumentException e) {
      throw new Failure("--load: " + e.getMessage());
    }
  }
}
