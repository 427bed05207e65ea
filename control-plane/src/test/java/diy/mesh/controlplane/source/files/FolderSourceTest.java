package diy.mesh.controlplane.source.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import diy.mesh.controlplane.source.ResourceEvent;
import diy.mesh.controlplane.source.SourceChange;
import diy.mesh.controlplane.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {

  @TempDir private Path root;

  private final BlockingQueue<SourceChange> changes = new LinkedBlockingQueue<>();

  @Test
  void all_there_is_comes_as_one_change_before_start_returns() throws Exception {
    write("a.yaml", service("a"));
    write("b.yml", service("b"));
    write("c.txt", service("c"));

    try (var source = FolderSource.of(folder())) {
      source.start(changes::add);

      assertThat(changes)
          .singleElement()
          .satisfies(change -> assertThat(told(change)).containsExactly("+a", "+b"));
    }
  }

  @Test
  void a_file_that_is_renamed_in_is_told() throws Exception {
    try (var _ = started()) {
      renameIn("a.yaml", service("a"));

      assertThat(told(next())).containsExactly("+a");
    }
  }

  @Test
  void a_file_that_is_renamed_over_another_is_told_once() throws Exception {
    write("a.yaml", service("a"));
    try (var _ = started()) {
      renameIn("a.yaml", service("b"));

      assertThat(told(next())).containsExactly("-a", "+b");
    }
  }

  @Test
  void a_file_that_is_written_in_place_is_never_seen_empty() throws Exception {
    write("a.yaml", service("a"));
    try (var _ = started()) {
      write("a.yaml", service("a") + "---\n" + service("b"));

      assertThat(told(next())).containsExactly("+b");
    }
  }

  @Test
  void a_removed_file_takes_its_resources_along() throws Exception {
    write("a.yaml", service("a"));
    try (var _ = started()) {
      Files.delete(folder().resolve("a.yaml"));

      assertThat(told(next())).containsExactly("-a");
    }
  }

  @Test
  void a_file_that_is_renamed_within_the_folder_takes_its_names_along() throws Exception {
    write("a.yaml", service("a"));
    try (var _ = started()) {
      Files.move(folder().resolve("a.yaml"), folder().resolve("b.yaml"));

      var change = next();
      assertThat(told(change)).containsExactly("+a");
      assertThat(change.files()).extracting(SourceFile::name).containsExactly("a.yaml", "b.yaml");
      assertThat(change.files()).allSatisfy(file -> assertThat(file.problems()).isEmpty());
    }
  }

  @Test
  void while_the_folder_is_away_all_goes_on_serving_and_a_new_one_is_read() throws Exception {
    write("a.yaml", service("a"));
    write("b.yaml", service("b"));
    try (var _ = started()) {
      Files.move(folder(), root.resolve("old"));
      Files.createDirectory(root.resolve("new"));
      Files.writeString(root.resolve("new/a.yaml"), service("a"));
      Files.writeString(root.resolve("new/c.yaml"), service("c"));
      Files.move(root.resolve("new"), root.resolve("folder"));

      assertThat(told(next())).containsExactly("-b", "+c");
    }
  }

  @Test
  void a_file_that_cannot_be_read_as_text_is_refused_by_name() throws Exception {
    try (var _ = started()) {
      Path file = Files.write(root.resolve("x"), new byte[] {'a', (byte) 0xff});
      Files.move(file, folder().resolve("a.yaml"));

      assertThat(next().files().getFirst().problems())
          .extracting(Object::toString)
          .containsExactly("a.yaml:1: not text (expected: UTF-8)");
    }
  }

  @Test
  void nothing_is_told_after_close() throws Exception {
    FolderSource source = started();

    source.close();

    renameIn("a.yaml", service("a"));
    assertThat(changes).isEmpty();
  }

  @Test
  void a_folder_that_is_not_there_is_named() {
    assertThatThrownBy(() -> FolderSource.of(root.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("none: no folder (expected: one to watch; create it)");
  }

  private FolderSource started() throws IOException {
    var source = FolderSource.of(folder());
    source.start(changes::add);
    changes.clear();
    return source;
  }

  private SourceChange next() throws InterruptedException {
    return Objects.requireNonNull(changes.poll(10, TimeUnit.SECONDS), "a change within 10 s");
  }

  private Path folder() throws IOException {
    return Files.createDirectories(root.resolve("folder"));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder().resolve(name), text);
  }

  private void renameIn(String name, String text) throws IOException {
    Path file = Files.writeString(root.resolve(name + ".new"), text);
    Files.move(file, folder().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String service(String name) {
    return "apiVersion: v1\nkind: Service\nmetadata: {name: %s}\n".formatted(name);
  }

  private static List<String> told(SourceChange change) {
    return change.events().stream()
        .map(
            event ->
                switch (event) {
                  case ResourceEvent.Applied(var resource) -> "+" + resource.metadata().name();
                  case ResourceEvent.Removed(var key) -> "-" + key.name();
                  case ResourceEvent.Refused(var key, _, _) -> "!" + key.name();
                })
        .toList();
  }
}
