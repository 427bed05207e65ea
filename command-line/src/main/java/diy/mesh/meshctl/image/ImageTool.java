package diy.mesh.meshctl.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A program that builds images. Says with which words; runs nothing. */
public enum ImageTool {
  DOCKER,
  PODMAN,
  BUILDAH;

  /** Its name. */
  public String program() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Builds an image.
   *
   * @param context a folder with a Dockerfile
   * @param arguments the Dockerfile's, by name
   */
  public List<String> build(String image, Path context, Map<String, String> arguments) {
    var words = new ArrayList<String>(List.of(program()));
    words.addAll(
        switch (this) {
          case DOCKER, PODMAN -> List.of("build", "--quiet");
          // Without privileges of its own, as inside a container.
          case BUILDAH -> List.of("build", "--quiet", "--isolation", "chroot");
        });
    arguments.forEach((name, value) -> words.addAll(List.of("--build-arg", name + "=" + value)));
    words.addAll(List.of("--tag", image, context.toString()));
    return words;
  }

  /** Writes an image into a file, in the form of {@code docker save}. */
  public List<String> save(String image, Path archive) {
    return switch (this) {
      case DOCKER -> List.of("docker", "save", "--output", archive.toString(), image);
      case PODMAN ->
          List.of(
              "podman",
              "save",
              "--format",
              "docker-archive",
              "--output",
              archive.toString(),
              image);
      case BUILDAH ->
          List.of(
              "buildah",
              "push",
              "--quiet",
              image,
              "docker-archive:%s:%s".formatted(archive, image));
    };
  }

  /** Prints an image's size. */
  public List<String> size(String image) {
    return List.of(program(), "images", "--format", "{{.Size}}", image);
  }
}
