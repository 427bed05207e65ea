package diy.mesh.controlplane.source;

import java.util.List;

/**
 * Everything that was pending when a source looked; takes effect as one.
 *
 * @param events at most one per resource
 * @param files those that were read or found gone; empty for a source that has no files
 */
public record SourceChange(List<ResourceEvent> events, List<SourceFile> files) {

  public SourceChange {
    events = List.copyOf(events);
    files = List.copyOf(files);
  }
}
