package diy.mesh.dataplane.telemetry;

import diy.mesh.dataplane.telemetry.RequestCells.Failure;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What all event loops together counted of one {@link Series}. */
final class RequestSum {

  private static final Comparator<Failure> ORDER =
      Comparator.comparing(Failure::reason).thenComparingInt(Failure::statusClass);

  private final long[] cells = new long[RequestCells.SUM + 1];
  private final Map<Failure, Long> failures = new TreeMap<>(ORDER);

  void add(int cell, long amount) {
    cells[cell] += amount;
  }

  void add(Failure failure, long amount) {
    failures.merge(failure, amount, Long::sum);
  }

  /** Requests that ended well. */
  long ofStatusClass(int statusClass) {
    return cells[statusClass];
  }

  Map<Failure, Long> failures() {
    return failures;
  }

  long inBucket(int bucket) {
    return cells[RequestCells.STATUS_CLASSES + bucket];
  }

  long nanos() {
    return cells[RequestCells.SUM];
  }

  boolean isEmpty() {
    for (int bucket = 0; bucket < RequestCells.BUCKETS; bucket++) {
      if (inBucket(bucket) > 0) {
        return false;
      }
    }
    return true;
  }
}
