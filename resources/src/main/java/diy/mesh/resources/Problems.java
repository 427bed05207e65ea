package diy.mesh.resources;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with what is read from one place. */
final class Problems {

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(int line, String message) {
    found.add(new Problem(file, line, message));
  }

  int count() {
    return found.size();
  }

  List<Problem> found() {
    return List.copyOf(found);
  }
}
