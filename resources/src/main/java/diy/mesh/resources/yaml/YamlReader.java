package diy.mesh.resources.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2, strictly: a field named twice, a merge key, a tag of somebody's own and a key
 * that is no text are refused, never guessed at. Size, depth and aliases are bounded, so that no
 * file can exhaust the reader.
 *
 * <p>Built on the parser's events and not on its nodes: these keep what a document's exact text is,
 * and leave depth and the repetition of aliases to us.
 */
public final class YamlReader {

  /** Larger files are refused, in characters. */
  static final int LARGEST_FILE = 32 << 20;

  /** Values inside values. */
  static final int DEEPEST = 100;

  /** What all aliases of a file together may stand for, in values. */
  static final int MOST_REPEATED = 10_000;

  private static final String TAG = "tag:yaml.org,2002:";

  private final String text;
  private final int firstLine;
  private final Iterator<Event> events;
  private final List<YamlDocument> documents = new ArrayList<>();
  private final List<YamlProblem> problems = new ArrayList<>();
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private int repeated;

  /** A value that aliases may repeat, and of how many values it consists. */
  private record Anchored(Tree tree, int size) {}

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient YamlProblem problem;

    Refused(int line, String message) {
      super(message);
      this.problem = new YamlProblem(line, message);
    }
  }

  private YamlReader(String text, int firstLine) {
    this.text = text;
    this.firstLine = firstLine;
    var settings = LoadSettings.builder().setCodePointLimit(LARGEST_FILE).build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /** Reads all documents of a file. Never throws for what the text says: that is a problem. */
  public static YamlFile read(String text) {
    return read(text, 1);
  }

  /**
   * As {@link #read(String)}, where the text is a part of a file.
   *
   * @param firstLine what the text's first line is called
   */
  public static YamlFile read(String text, int firstLine) {
    var reader = new YamlReader(text, firstLine);
    try {
      reader.readDocuments();
    } catch (Refused e) {
      reader.problems.add(e.problem);
    } catch (YamlEngineException e) {
      reader.problems.add(reader.syntaxProblem(e));
    }
    return new YamlFile(reader.documents, reader.problems);
  }

  private void readDocuments() throws Refused {
    @Nullable Tree root = null;
    int start = 0;
    int startLine = firstLine;
    boolean first = true;
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case StreamStart, DocumentEnd, Comment -> {}
        case DocumentStart -> {
          int next = first ? 0 : offset(event);
          add(root, start, startLine, next);
          startLine = first ? firstLine : line(event);
          root = null;
          start = next;
          first = false;
          anchors.clear();
        }
        case StreamEnd -> add(root, start, startLine, text.length());
        case Alias, Scalar, SequenceStart, MappingStart -> root = tree(event, 1).tree();
        case SequenceEnd, MappingEnd -> throw new AssertionError("read with its start: " + event);
      }
    }
  }

  private void add(@Nullable Tree root, int start, int startLine, int end) {
    if (root != null && !(root instanceof Tree.Scalar(var value, _, _) && value == null)) {
      documents.add(new YamlDocument(root, text.substring(start, end), startLine));
    }
  }

  private Anchored tree(Event event, int depth) throws Refused {
    int line = line(event);
    if (depth > DEEPEST) {
      throw new Refused(line, "depth: more than %d (expected: at most that)".formatted(DEEPEST));
    }
    if (event instanceof AliasEvent alias) {
      return repeat(alias, line);
    }
    refuseTag(event, line);
    Anchored read =
        switch (event.getEventId()) {
          case Scalar -> new Anchored(scalar((ScalarEvent) event, line), 1);
          case SequenceStart -> sequence(line, depth);
          case MappingStart -> mapping(line, depth);
          default -> throw new AssertionError("no value starts with " + event);
        };
    // Only now: an alias inside its own anchor's value finds nothing, and cannot recurse.
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, read));
    return read;
  }

  private Anchored repeat(AliasEvent alias, int line) throws Refused {
    Anchored anchored = anchors.get(alias.getAlias());
    if (anchored == null) {
      throw new Refused(
          line, "alias: *%s (expected: an anchor above it)".formatted(alias.getAlias()));
    }
    repeated += anchored.size();
    if (repeated > MOST_REPEATED) {
      throw new Refused(
          line,
          "aliases: stand for more than %d values (expected: fewer)".formatted(MOST_REPEATED));
    }
    return anchored;
  }

  private Anchored sequence(int line, int depth) throws Refused {
    var items = new ArrayList<Tree>();
    int size = 1;
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      Anchored item = tree(event, depth + 1);
      items.add(item.tree());
      size += item.size();
    }
    return new Anchored(new Tree.Sequence(items, line), size);
  }

  private Anchored mapping(int line, int depth) throws Refused {
    var fields = new LinkedHashMap<String, Tree.Field>();
    int size = 1;
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      String name = fieldName(tree(event, depth + 1).tree());
      Anchored value = tree(events.next(), depth + 1);
      var field = new Tree.Field(name, value.tree(), line(event));
      Tree.Field before = fields.putIfAbsent(name, field);
      if (before != null) {
        // Not fatal: the rest of the file is still worth reading for further problems.
        problems.add(
            new YamlProblem(
                field.line(),
                "%s: a second time (expected: once; the first is on line %d)"
                    .formatted(name, before.line())));
      }
      size += 1 + value.size();
    }
    return new Anchored(new Tree.Mapping(fields, line), size);
  }

  private static String fieldName(Tree key) throws Refused {
    return switch (key) {
      case Tree.Scalar(_, var text, int line) when text.equals("<<") ->
          throw new Refused(line, "<<: merge keys are not part of YAML 1.2 (expected: the fields)");
      case Tree.Scalar(var value, var text, int line) when value == null ->
          throw new Refused(line, "field name: '%s' (expected: text)".formatted(text));
      case Tree.Scalar(_, var text, _) -> text;
      case Tree.Mapping _, Tree.Sequence _ ->
          throw new Refused(key.line(), "field name: no single value (expected: text)");
    };
  }

  private static Tree.Scalar scalar(ScalarEvent event, int line) throws Refused {
    String written = event.getValue();
    // The tags that are left by now, "!" and "!!str", both say: as written.
    boolean isText = !event.isPlain() || event.getTag().isPresent();
    return new Tree.Scalar(isText ? written : CoreSchema.valueOf(written), written, line);
  }

  private static void refuseTag(Event event, int line) throws Refused {
    Optional<String> tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent collection -> collection.getTag();
          default -> Optional.empty();
        };
    if (tag.isPresent()
        && !List.of("!", TAG + "str", TAG + "map", TAG + "seq").contains(tag.get())) {
      throw new Refused(
          line, "tag: %s (expected: none, !!str, !!map or !!seq)".formatted(tag.get()));
    }
  }

  private int offset(Event event) {
    // Marks count code points, a String counts chars.
    return event
        .getStartMark()
        .map(mark -> text.offsetByCodePoints(0, mark.getIndex()))
        .orElseThrow();
  }

  private int line(Event event) {
    return firstLine + event.getStartMark().orElseThrow().getLine();
  }

  private YamlProblem syntaxProblem(YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked) {
      String context = marked.getContext() == null ? "" : marked.getContext() + ": ";
      int line = firstLine + marked.getProblemMark().map(Mark::getLine).orElse(0);
      return new YamlProblem(line, "not YAML: " + context + marked.getProblem());
    }
    return new YamlProblem(firstLine, "not YAML: " + e.getMessage());
  }
}
