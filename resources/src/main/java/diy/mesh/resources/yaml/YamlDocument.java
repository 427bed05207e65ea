package diy.mesh.resources.yaml;

/**
 * One of the documents of a file.
 *
 * @param root what it says
 * @param text exactly as written, from its {@code ---} line, if it has one, up to the next document
 * @param firstLine of that text, in the file
 */
public record YamlDocument(Tree root, String text, int firstLine) {}
