package diy.mesh.controlplane.source;

import diy.mesh.resources.Problem;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceKey;
import java.util.List;

/** What became of one resource. */
public sealed interface ResourceEvent {

  /** It is there from now on, in place of one with the same key. */
  record Applied(Resource resource) implements ResourceEvent {}

  /**
   * What it says cannot be used. What it said before, if that could, goes on serving.
   *
   * @param generation of what is refused: {@code metadata.generation}
   * @param problems one or more
   */
  record Refused(ResourceKey key, long generation, List<Problem> problems)
      implements ResourceEvent {
    public Refused {
      problems = List.copyOf(problems);
    }
  }

  /** It is there no more. */
  record Removed(ResourceKey key) implements ResourceEvent {}

  /** Of which resource. */
  default ResourceKey key() {
    return switch (this) {
      case Applied(var resource) -> resource.key();
      case Refused(var key, _, _) -> key;
      case Removed(var key) -> key;
    };
  }
}
