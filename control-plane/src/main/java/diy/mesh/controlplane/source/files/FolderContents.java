package diy.mesh.controlplane.source.files;

import diy.mesh.controlplane.source.ResourceEvent;
import diy.mesh.controlplane.source.SourceChange;
import diy.mesh.controlplane.source.SourceFile;
import diy.mesh.model.route.Origin;
import diy.mesh.resources.Problem;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the files of a folder say, and which of it serves. Immutable and pure.
 *
 * <p>A file is taken in as a whole or not at all. It is refused for problems of its own, and for a
 * resource that another file had first and still wants. What a refused file said last, when it was
 * good, goes on serving. It is looked at again with every change, so that it becomes good by itself
 * when the other file lets go.
 *
 * @param files by name
 */
record FolderContents(SortedMap<String, Held> files) {

  static final FolderContents EMPTY = new FolderContents(Collections.emptySortedMap());

  /**
   * A file.
   *
   * @param content as read last
   * @param serving what it contributes now, by key
   * @param problems its own and those with other files
   */
  record Held(FileContent content, Map<ResourceKey, Resource> serving, List<Problem> problems) {}

  FolderContents {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /**
   * What the folder says once some files have been read again.
   *
   * @param read by name; {@link FileContent#MISSING} for those found gone
   */
  FolderContents with(Map<String, FileContent> read) {
    var contents = new TreeMap<String, FileContent>();
    files.forEach((name, held) -> contents.put(name, held.content()));
    contents.putAll(read);
    contents.values().removeIf(FileContent::gone);

    var wishes = new TreeMap<String, Map<ResourceKey, Resource>>();
    contents.forEach(
        (name, content) ->
            wishes.put(
                name, content.problems().isEmpty() ? byKey(content.resources()) : serving(name)));
    var owners = ownersWhoStillWish(wishes);

    var next = new TreeMap<String, Held>();
    wishes.forEach(
        (name, wish) -> {
          List<Problem> problems = conflicts(name, wish, owners);
          if (problems.isEmpty()) {
            wish.forEach((key, resource) -> owners.put(key, new Owned(name, resource)));
          }
          var content = Objects.requireNonNull(contents.get(name));
          problems.addAll(content.problems());
          next.put(name, new Held(content, wish, problems));
        });
    return new FolderContents(serveLastGood(next, owners));
  }

  /** What must be told to somebody who knows only what was {@code before} this. */
  SourceChange since(FolderContents before) {
    Map<ResourceKey, Resource> old = before.serving();
    Map<ResourceKey, Resource> now = serving();
    var events = new ArrayList<ResourceEvent>();
    old.keySet().stream()
        .filter(key -> !now.containsKey(key))
        .sorted()
        .forEach(key -> events.add(new ResourceEvent.Removed(key)));
    now.keySet().stream()
        .filter(key -> !Objects.equals(old.get(key), now.get(key)))
        .sorted()
        .forEach(
            key -> events.add(new ResourceEvent.Applied(Objects.requireNonNull(now.get(key)))));
    return new SourceChange(events, changedFiles(before));
  }

  private record Owned(String file, Resource resource) {}

  private Map<ResourceKey, Resource> serving() {
    var serving = new HashMap<ResourceKey, Resource>();
    files.values().forEach(held -> serving.putAll(held.serving()));
    return serving;
  }

  private Map<ResourceKey, Resource> serving(String name) {
    Held held = files.get(name);
    return held == null ? Map.of() : held.serving();
  }

  /** Who had a resource first keeps it, for as long as it says so: the newcomer loses. */
  private Map<ResourceKey, Owned> ownersWhoStillWish(
      Map<String, Map<ResourceKey, Resource>> wishes) {
    var owners = new HashMap<ResourceKey, Owned>();
    wishes.forEach(
        (name, wish) ->
            serving(name)
                .forEach(
                    (key, _) -> {
                      Resource wished = wish.get(key);
                      if (wished != null) {
                        owners.put(key, new Owned(name, wished));
                      }
                    }));
    return owners;
  }

  private static List<Problem> conflicts(
      String name, Map<ResourceKey, Resource> wish, Map<ResourceKey, Owned> owners) {
    var problems = new ArrayList<Problem>();
    for (Map.Entry<ResourceKey, Resource> entry : wish.entrySet()) {
      Owned owned = owners.get(entry.getKey());
      if (owned != null && !owned.file().equals(name)) {
        problems.add(
            at(
                entry.getValue(),
                name,
                "%s: already at %s (expected: in one file; remove it from one of them)"
                    .formatted(entry.getKey(), place(owned))));
      }
    }
    return problems;
  }

  /** Puts what was good before in place of what is refused, but for what others have by now. */
  private TreeMap<String, Held> serveLastGood(
      TreeMap<String, Held> files, Map<ResourceKey, Owned> owners) {
    var served = new TreeMap<String, Held>();
    files.forEach(
        (name, held) -> {
          if (held.problems().isEmpty()) {
            served.put(name, held);
            return;
          }
          var lastGood = new HashMap<>(serving(name));
          lastGood
              .keySet()
              .removeIf(
                  key -> {
                    Owned owned = owners.get(key);
                    return owned != null && !owned.file().equals(name);
                  });
          served.put(name, new Held(held.content(), Map.copyOf(lastGood), held.problems()));
        });
    return served;
  }

  private List<SourceFile> changedFiles(FolderContents before) {
    var changed = new ArrayList<SourceFile>();
    for (String name : before.files.keySet()) {
      if (!files.containsKey(name)) {
        changed.add(new SourceFile(name, SourceFile.GONE, List.of()));
      }
    }
    files.forEach(
        (name, held) -> {
          Held old = before.files.get(name);
          if (old == null
              || !old.content().sha256().equals(held.content().sha256())
              || !old.problems().equals(held.problems())) {
            changed.add(new SourceFile(name, held.content().sha256(), held.problems()));
          }
        });
    return changed;
  }

  private static Map<ResourceKey, Resource> byKey(List<Resource> resources) {
    var byKey = new TreeMap<ResourceKey, Resource>();
    resources.forEach(resource -> byKey.put(resource.key(), resource));
    return Collections.unmodifiableMap(byKey);
  }

  private static Problem at(Resource resource, String name, String message) {
    return resource.origin() instanceof Origin.InFile in
        ? new Problem(in.file(), in.line(), message)
        : new Problem(name, 1, message);
  }

  private static String place(Owned owned) {
    return owned.resource().origin() instanceof Origin.InFile in
        ? "%s:%d".formatted(in.file(), in.line())
        : owned.file();
  }
}
