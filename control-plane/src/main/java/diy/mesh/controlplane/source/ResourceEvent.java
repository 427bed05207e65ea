package diy.mesh.controlplane.source;

import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceKey;

/** What became of one resource. */
public sealed interface ResourceEvent {

  /** It is there from now on, in place of one with the same key. */
  record Applied(Resource resource) implements ResourceEvent {}

  /** It is there no more. */
  record Removed(ResourceKey key) implements ResourceEvent {}
}
