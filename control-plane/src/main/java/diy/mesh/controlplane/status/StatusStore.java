package diy.mesh.controlplane.status;

import diy.mesh.resources.ResourceKey;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Where the statuses of resources are kept. */
public interface StatusStore {

  /**
   * A resource's status as it is.
   *
   * @param version changes with the resource
   * @param status its fields, as plain maps, lists and values; empty where it has none
   */
  record Stored(String version, Map<String, Object> status) {}

  /**
   * Reads a status.
   *
   * @return empty where the resource is gone
   * @throws IOException if it cannot be read now
   */
  Optional<Stored> read(ResourceKey key) throws IOException;

  /**
   * Writes a status.
   *
   * @param version of what was read: it is not written over something newer
   * @param status the fields that become others
   * @throws IOException if it cannot be written now
   */
  void write(ResourceKey key, String version, Map<String, Object> status) throws IOException;
}
