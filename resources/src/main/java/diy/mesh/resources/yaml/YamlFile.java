package diy.mesh.resources.yaml;

import java.util.List;

/**
 * What was read from a file's text.
 *
 * @param documents those that could be read, in order, documents that say nothing left out
 * @param problems what is wrong with the rest; nothing behind broken syntax is read
 */
public record YamlFile(List<YamlDocument> documents, List<YamlProblem> problems) {

  public YamlFile {
    documents = List.copyOf(documents);
    problems = List.copyOf(problems);
  }
}
