package diy.mesh.standalone.pod;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What starts a container's own program, once its surroundings are there.
 *
 * @param words the program and its arguments
 * @param environment all of it
 */
public record Launch(List<String> words, Map<String, String> environment) {

  public Launch {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /**
   * Puts image table, manifest and pod together, as Kubernetes does: a command replaces the image's
   * program, arguments alone are handed to it.
   *
   * @param given variables that every container has, such as PATH
   * @throws IllegalArgumentException if the table does not know the image
   */
  public static Launch of(
      ContainerSpec container, PodIdentity pod, ImageTable images, Map<String, String> given) {
    var environment = new Environment(given, container.environment(), pod);
    var words = new ArrayList<String>();
    if (container.command().isEmpty()) {
      words.addAll(
          images
              .program(container.image())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "container %s: image %s stands for no program here (expected: one of %s);"
                                  .formatted(
                                      container.name(),
                                      container.image(),
                                      images.programs().keySet().stream().sorted().toList())
                              + " name its program in a file of your own: --images FILE")));
    } else {
      container.command().forEach(word -> words.add(environment.expand(word)));
    }
    container.args().forEach(word -> words.add(environment.expand(word)));
    return new Launch(words, environment.values());
  }
}
