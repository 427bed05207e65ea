package diy.mesh.standalone.pod;

/** A variable of a container's environment. */
public sealed interface EnvVariable {

  String name();

  /**
   * Written in the manifest.
   *
   * @param value may refer to variables above it as {@code $(NAME)}
   */
  record Literal(String name, String value) implements EnvVariable {}

  /**
   * Something the pod learns about itself.
   *
   * @param path such as {@code metadata.name} or {@code metadata.labels['app']}
   */
  record FieldRef(String name, String path) implements EnvVariable {}
}
