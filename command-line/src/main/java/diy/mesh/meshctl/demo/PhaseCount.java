package diy.mesh.meshctl.demo;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What became of one phase's requests. Not safe for several threads. */
final class PhaseCount {

  private final Split split;
  private final Map<String, Long> answers = new TreeMap<>();
  private final Latencies latencies = new Latencies();
  private long failed;
  private Duration convergence = Duration.ZERO;

  PhaseCount(Split split) {
    this.split = split;
    answers.put(Split.STABLE, 0L);
    answers.put(Split.CANARY, 0L);
  }

  Split split() {
    return split;
  }

  /**
   * One request was answered.
   *
   * @param backend by whom: {@link Split#STABLE} or {@link Split#CANARY}
   */
  void answered(String backend, Duration latency) {
    answers.merge(backend, 1L, Long::sum);
    latencies.add(latency);
  }

  /** One request got no answer, or none that counts. */
  void missed() {
    failed++;
  }

  void converged(Duration convergence) {
    this.convergence = convergence;
  }

  /** From the moment the split was written until the last proxy held it. */
  Duration convergence() {
    return convergence;
  }

  long answersOf(String backend) {
    return answers.getOrDefault(backend, 0L);
  }

  long answered() {
    return answers.values().stream().mapToLong(Long::longValue).sum();
  }

  long failed() {
    return failed;
  }

  /** Zero to one; zero while nothing is answered. */
  double shareOf(String backend) {
    return answered() == 0 ? 0 : (double) answersOf(backend) / answered();
  }

  Latencies latencies() {
    return latencies;
  }
}
