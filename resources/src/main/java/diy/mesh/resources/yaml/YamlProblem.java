package diy.mesh.resources.yaml;

/**
 * Something wrong in a file.
 *
 * @param line where: 1 for the first line
 * @param message what, and what was expected
 */
public record YamlProblem(int line, String message) {}
