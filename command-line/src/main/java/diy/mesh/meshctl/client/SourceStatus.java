package diy.mesh.meshctl.client;

import java.util.List;

/**
 * A file of the watched folder.
 *
 * @param problems why the control plane goes on with the content before
 */
public record SourceStatus(String file, List<Complaint> problems) {

  /**
   * What is wrong, and where.
   *
   * @param file as its author knows it, where the control plane knows that
   */
  public record Complaint(String file, int line, String message) {}

  public SourceStatus {
    problems = List.copyOf(problems);
  }
}
