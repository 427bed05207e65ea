package diy.mesh.resources;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with what is read from one place. */
public final class Problems {

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  public Problems(String file) {
    this.file = file;
  }

  public void add(int line, String message) {
    found.add(new Problem(file, line, message));
  }

  int count() {
    return found.size();
  }

  public List<Problem> found() {
    return List.copyOf(found);
  }
}
