package diy.mesh.standalone.objects;

import diy.mesh.standalone.network.AddressRanges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The objects of a node: {@code objects/} in its state directory. From any process. */
public final class ObjectStore {

  private final Path folder;

  /**
   * Opens the store, making its folder where it is missing.
   *
   * @param ranges Services get their addresses from there
   */
  public ObjectStore(Path stateDirectory, AddressRanges ranges) {
    this.folder = stateDirectory.resolve("objects");
  }

  /** The folder that node and control plane watch. */
  public Path folder() {
    return folder;
  }

  /**
   * Validates everything in a file, or in the YAML files of a directory, then writes it.
   *
   * @throws RefusedException with all that is wrong; then nothing was written
   */
  public List<Applied> apply(Path fileOrDirectory) throws IOException, RefusedException {
    return List.of();
  }

  /**
   * Deletes an object.
   *
   * @return the file it was in, empty where there was none
   */
  public Optional<String> delete(ObjectKey key) throws IOException {
    return Optional.empty();
  }

  /** All objects by file name. */
  public List<ObjectKey> list() throws IOException {
    return List.of();
  }
}
