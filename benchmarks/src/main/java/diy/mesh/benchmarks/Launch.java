package diy.mesh.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * How a program is started.
 *
 * @param environment added to ours
 */
record Launch(List<String> command, Map<String, String> environment) {
  Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
