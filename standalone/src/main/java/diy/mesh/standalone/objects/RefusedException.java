package diy.mesh.standalone.objects;

import java.io.Serial;
import java.util.List;

/** Objects that were not taken, all reasons at once. Nothing was changed. */
public final class RefusedException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public RefusedException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line each: {@code file:line: what (expected: ...)}. */
  public List<String> problems() {
    return problems;
  }
}
