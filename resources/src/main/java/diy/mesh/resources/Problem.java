package diy.mesh.resources;

import diy.mesh.resources.yaml.Tree;

/**
 * Why a resource, or the file it is in, is refused.
 *
 * @param file empty for a resource that is in no file
 * @param line 1 for the first; {@link Tree#NO_LINE} for a resource that is in no file
 * @param message what is wrong, and what was expected
 */
public record Problem(String file, int line, String message) {

  @Override
  public String toString() {
    return file.isEmpty() ? message : "%s:%d: %s".formatted(file, line, message);
  }
}
