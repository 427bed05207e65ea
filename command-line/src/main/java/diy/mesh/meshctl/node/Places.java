package diy.mesh.meshctl.node;

import java.nio.file.Path;

/** Where an object can be read that the control plane knows by its file in the watched folder. */
public record Places(Path stateDirectory) {

  /** For {@code FILE:LINE} in that folder. */
  public String find(String origin) {
    return stateDirectory.resolve("objects").resolve(origin).toString();
  }
}
