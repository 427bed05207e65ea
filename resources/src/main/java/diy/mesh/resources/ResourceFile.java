package diy.mesh.resources;

import diy.mesh.resources.yaml.Tree;
import diy.mesh.resources.yaml.YamlDocument;
import diy.mesh.resources.yaml.YamlFile;
import diy.mesh.resources.yaml.YamlProblem;
import diy.mesh.resources.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file holds.
 *
 * @param name as people shall see it
 * @param documents those without a problem, in order
 * @param problems by line; with one or more the file as a whole should not be taken in
 */
public record ResourceFile(String name, List<Document> documents, List<Problem> problems) {

  /**
   * One resource of a file.
   *
   * @param tree all it says
   * @param text exactly as written, from its {@code ---} line, if it has one, up to the next
   * @param firstLine of that text, in the file
   */
  public record Document(Resource resource, Tree tree, String text, int firstLine) {}

  public ResourceFile {
    documents = List.copyOf(documents);
    problems = List.copyOf(problems);
  }

  /** Reads a file's text. Never throws for what the text says: that is a problem. */
  public static ResourceFile read(String name, String text) {
    return read(new CopiedFrom(name, 1), text);
  }

  /** As {@link #read(String, String)}; a copy is read as if it were where it was copied from. */
  public static ResourceFile readCopy(String name, String text) {
    var origin = CopiedFrom.firstLineOf(text);
    return read(origin.orElse(new CopiedFrom(name, 1)), CopiedFrom.without(text));
  }

  private static ResourceFile read(CopiedFrom origin, String text) {
    String name = origin.file();
    var place = new Place.InFile(name);
    YamlFile yaml = YamlReader.read(text, origin.line());
    var problems = new ArrayList<Problem>();
    for (YamlProblem problem : yaml.problems()) {
      problems.add(new Problem(name, problem.line(), problem.message()));
    }
    var documents = new ArrayList<Document>();
    for (YamlDocument document : yaml.documents()) {
      var outcome = ResourceReader.read(document.root(), place);
      problems.addAll(outcome.problems());
      outcome
          .resource()
          .ifPresent(
              resource ->
                  documents.add(
                      new Document(
                          resource, document.root(), document.text(), document.firstLine())));
    }
    refuseDuplicates(name, documents, problems);
    problems.sort((one, other) -> Integer.compare(one.line(), other.line()));
    return new ResourceFile(name, documents, problems);
  }

  /** The resources of all documents, in order. */
  public List<Resource> resources() {
    return documents.stream().map(Document::resource).toList();
  }

  private static void refuseDuplicates(
      String name, List<Document> documents, List<Problem> problems) {
    Map<ResourceKey, Integer> lines = new HashMap<>();
    for (Document document : documents) {
      int line = document.tree().line();
      Integer before = lines.putIfAbsent(document.resource().key(), line);
      if (before != null) {
        problems.add(
            new Problem(
                name,
                line,
                "%s: a second time (expected: once; the first is at %s:%d)"
                    .formatted(document.resource().key(), name, before)));
      }
    }
  }
}
