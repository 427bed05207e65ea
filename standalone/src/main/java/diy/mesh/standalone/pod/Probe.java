package diy.mesh.standalone.pod;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A question to a container, asked again and again.
 *
 * @param check how it is asked
 * @param initialDelay from the container's start to the first time
 * @param period from one time to the next
 * @param timeout an answer that takes longer is a failure
 * @param successThreshold successes in a row that mean success: 1 or more
 * @param failureThreshold failures in a row that mean failure: 1 or more
 */
public record Probe(
    Check check,
    Duration initialDelay,
    Duration period,
    Duration timeout,
    int successThreshold,
    int failureThreshold) {

  /** How a probe asks. */
  public sealed interface Check {}

  /**
   * Any status from 200 to 399 is a success.
   *
   * @param host empty for the pod's address
   * @param port 1 to 65535
   */
  public record HttpGet(String host, int port, String path, Map<String, String> headers)
      implements Check {
    public HttpGet {
      headers = Map.copyOf(headers);
    }
  }

  /**
   * A connection is a success.
   *
   * @param host empty for the pod's address
   * @param port 1 to 65535
   */
  public record TcpSocket(String host, int port) implements Check {}

  /** A program in the container that ends with 0 is a success. */
  public record Exec(List<String> command) implements Check {
    public Exec {
      command = List.copyOf(command);
    }
  }
}
