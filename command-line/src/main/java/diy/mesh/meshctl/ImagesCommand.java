package diy.mesh.meshctl;

import diy.mesh.meshctl.image.Component;
import diy.mesh.meshctl.image.ImageTool;
import diy.mesh.meshctl.image.Images;
import diy.mesh.meshctl.image.LoadTarget;
import diy.mesh.meshctl.terminal.Failure;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
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

  @Option(
      names = "--component",
      paramLabel = "NAME",
      description = "Only this one, such as data-plane (default: all).")
  private @Nullable String component;

  @Option(
      names = "--as",
      paramLabel = "IMAGE",
      description = "The whole name of the image; with --component.")
  private @Nullable String image;

  @Option(names = "--programs", description = "Only what images are made of, no image.")
  private boolean programsOnly;

  @Option(names = "--no-programs", description = "Only images, of programs as they are built.")
  private boolean imagesOnly;

  ImagesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var target = target();
    var components = components();
    var images = new Images(context.home(), context.errors());
    if (!imagesOnly) {
      images.buildPrograms();
    }
    if (programsOnly) {
      return ExitCode.OK;
    }
    var chosen = tool();
    for (Component each : components) {
      String name = image == null ? each.image(tag) : image;
      var built = images.build(each, name, new Images.Wanted(chosen, base, initBase));
      images.load(name, chosen, target);
      context.output().println("%-46s %s".formatted(built.image(), built.size()));
    }
    if (target instanceof LoadTarget.Nowhere) {
      context.errors().println("built, and loaded nowhere; into a cluster: --load, --load-with");
    }
    return ExitCode.OK;
  }

  private List<Component> components() {
    if (component == null) {
      if (image != null) {
        throw new Failure("--as (expected: with --component, since it names one image)");
      }
      return List.of(Component.values());
    }
    return Arrays.stream(Component.values())
        .filter(each -> each.folder().equals(component))
        .findFirst()
        .map(List::of)
        .orElseThrow(
            () ->
                new Failure(
                    "--component: %s (expected: one of %s)"
                        .formatted(component, String.join(", ", Component.folders()))));
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
