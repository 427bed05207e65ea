package diy.mesh.meshctl.node;

import java.nio.file.Path;

/** Where somebody can read and mend an object that the control plane names by its file. */
public final class Places {

  private final Path objects;
  private final Path workingDirectory;

  Places(Path stateDirectory, Path workingDirectory) {
    this.objects = stateDirectory.resolve("objects");
    this.workingDirectory = workingDirectory;
  }

  /** For a node that works in this state directory, seen from this process's directory. */
  public static Places of(Path stateDirectory) {
    return new Places(stateDirectory, Path.of("").toAbsolutePath());
  }

  /**
   * Relative to the working directory where it is below that, as its author may have typed it.
   *
   * @param origin {@code FILE:LINE}: the file that was applied, or, of an object that the node made
   *     itself, a name in the folder that the control plane watches
   */
  public String find(String origin) {
    var place = objects.resolve(origin);
    return place.startsWith(workingDirectory)
        ? workingDirectory.relativize(place).toString()
        : place.toString();
  }
}
