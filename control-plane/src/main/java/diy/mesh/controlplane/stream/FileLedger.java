package diy.mesh.controlplane.stream;

import diy.mesh.controlplane.source.SourceFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which content of each file was taken in, and with which change. Guarded by the publisher's lock.
 */
final class FileLedger {

  /** Of files that are gone only the last ones are remembered. */
  private static final int MOST_GONE = 1_000;

  /** A file, and the change that its content came with. */
  record Entry(SourceFile file, Change change) {}

  private final Map<String, Entry> present = new TreeMap<>();
  private final SequencedMap<String, Entry> gone = new LinkedHashMap<>();

  void record(SourceFile file, Change change) {
    present.remove(file.name());
    gone.remove(file.name());
    (file.gone() ? gone : present).put(file.name(), new Entry(file, change));
    if (gone.size() > MOST_GONE) {
      gone.pollFirstEntry();
    }
  }

  /** The file's entry; null for a file that was never there. */
  @Nullable Entry find(String name) {
    Entry entry = present.get(name);
    return entry == null ? gone.get(name) : entry;
  }

  /** Those that are there, by name. */
  List<SourceFile> present() {
    return present.values().stream().map(Entry::file).toList();
  }

  /** How many of those that are there were refused. */
  int refused() {
    return (int) present.values().stream().filter(e -> !e.file().problems().isEmpty()).count();
  }
}
