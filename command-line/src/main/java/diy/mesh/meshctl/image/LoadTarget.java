package diy.mesh.meshctl.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where images go, once they are built. Says with which words; runs nothing. */
public sealed interface LoadTarget {

  /** They stay where the tool keeps its images. */
  record Nowhere() implements LoadTarget {}

  /** Into the nodes of a kind cluster. */
  record Kind(String cluster) implements LoadTarget {}

  /** Into the containerd behind a socket of this machine. */
  record Containerd(String socket) implements LoadTarget {}

  /** To a command that takes an archive as its last word. */
  record Program(String command) implements LoadTarget {}

  /** Of kind, where nobody says which cluster. */
  String USUAL_CLUSTER = "kind";

  String USUAL_SOCKET = "/run/containerd/containerd.sock";

  /**
   * Reads {@code kind}, {@code kind:NAME}, {@code containerd} or {@code containerd:SOCKET}.
   *
   * @throws IllegalArgumentException if {@code text} is none of these
   */
  static LoadTarget parse(String text) {
    String[] parts = text.split(":", 2);
    boolean more = parts.length == 2;
    return switch (parts[0]) {
      case "kind" -> new Kind(more ? parts[1] : USUAL_CLUSTER);
      case "containerd" -> new Containerd(more ? parts[1] : USUAL_SOCKET);
      default ->
          throw new IllegalArgumentException(
              "'%s' (expected: kind, kind:NAME, containerd or containerd:SOCKET)".formatted(text));
    };
  }

  /** The words that load an archive; none where it goes nowhere. */
  default List<String> load(Path archive) {
    return switch (this) {
      case Nowhere _ -> List.of();
      case Kind(var cluster) ->
          List.of("kind", "load", "image-archive", "--name", cluster, archive.toString());
      case Containerd(var socket) ->
          List.of(
              "ctr",
              "--address",
              socket,
              "--namespace",
              "k8s.io", // where the kubelet's images are
              "images",
              "import",
              archive.toString());
      case Program(var command) -> {
        var words = new ArrayList<>(Arrays.asList(command.strip().split("\\s+")));
        words.add(archive.toString());
        yield List.copyOf(words);
      }
    };
  }
}
