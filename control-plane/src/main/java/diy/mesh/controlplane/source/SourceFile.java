package diy.mesh.controlplane.source;

import diy.mesh.resources.Problem;
import java.util.List;

/**
 * A file as it was read last.
 *
 * @param name within its folder
 * @param sha256 of its content in lower-case hexadecimal digits, or {@link #GONE}
 * @param problems why the content was refused and what it held before goes on serving; empty where
 *     it was taken in
 */
public record SourceFile(String name, String sha256, List<Problem> problems) {

  /** In place of a hash: the file is not there. */
  public static final String GONE = "-";

  public SourceFile {
    problems = List.copyOf(problems);
  }

  /** Whether the file is not there. */
  public boolean gone() {
    return sha256.equals(GONE);
  }
}
