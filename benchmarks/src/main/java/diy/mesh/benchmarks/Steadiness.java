package diy.mesh.benchmarks;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether something is still getting faster. A JVM compiles what it runs for a while, and between
 * two of its compilers' strides it may look as if it had come to rest.
 */
final class Steadiness {

  private static final int WINDOWS = 4;

  /** Windows that differ by less are taken for the same. */
  private static final double SPREAD = 0.05;

  private final Deque<Double> last = new ArrayDeque<>();

  /** Takes one more value; whether the last ones agree. */
  boolean add(double value) {
    last.addLast(value);
    if (last.size() > WINDOWS) {
      last.removeFirst();
    }
    double least = last.stream().mapToDouble(each -> each).min().orElseThrow();
    double most = last.stream().mapToDouble(each -> each).max().orElseThrow();
    return last.size() == WINDOWS && most < least * (1 + SPREAD);
  }
}
