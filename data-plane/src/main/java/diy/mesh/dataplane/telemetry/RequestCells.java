package diy.mesh.dataplane.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop counted of requests, a row of cells for each {@link Series}. Written by that
 * loop alone; read by whoever scrapes.
 */
final class RequestCells {

  /** The largest latency of each bucket but the last, which takes everything above. */
  static final long[] BUCKET_NANOS = {
    500_000L,
    1_000_000L,
    2_500_000L,
    5_000_000L,
    10_000_000L,
    25_000_000L,
    50_000_000L,
    100_000_000L,
    250_000_000L,
    500_000_000L,
    1_000_000_000L,
    2_500_000_000L,
    5_000_000_000L,
    10_000_000_000L
  };

  static final int BUCKETS = BUCKET_NANOS.length + 1;

  /** A status's first digit; 0 for requests whose client got none. */
  static final int STATUS_CLASSES = 6;

  static final int SUM = STATUS_CLASSES + BUCKETS;
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  /** How requests end that do not end well: rare, so these few are found by their name. */
  record Failure(int statusClass, String reason) {}

  /** A series' cells: by class of status, then buckets, then the sum of nanoseconds. */
  private static final class Row {
    final long[] cells = new long[SUM + 1];
    final Map<Failure, long[]> failures = new ConcurrentHashMap<>(1);
  }

  private volatile @Nullable Row[] rows = new Row[0];

  /** Counts a request that is over; only on the event loop that owns these cells. */
  void count(RequestRecord request, long nanos) {
    Row row = row(request.attribution().series().number());
    int statusClass = request.status() / 100;
    if (request.reason().isEmpty()) {
      add(row.cells, statusClass, 1);
    } else {
      var failure = new Failure(statusClass, request.reason());
      add(row.failures.computeIfAbsent(failure, _ -> new long[1]), 0, 1);
    }
    add(row.cells, STATUS_CLASSES + bucket(nanos), 1);
    add(row.cells, SUM, nanos);
  }

  private Row row(int number) {
    @Nullable Row[] present = rows;
    Row row = number < present.length ? present[number] : null;
    return row == null ? newRow(number) : row;
  }

  private Row newRow(int number) {
    var row = new Row();
    @Nullable Row[] grown = Arrays.copyOf(rows, Math.max(rows.length, number + 1));
    grown[number] = row;
    rows = grown;
    return row;
  }

  static int bucket(long nanos) {
    int bucket = 0;
    while (bucket < BUCKET_NANOS.length && nanos > BUCKET_NANOS[bucket]) {
      bucket++;
    }
    return bucket;
  }

  private static void add(long[] cells, int cell, long amount) {
    CELL.setOpaque(cells, cell, cells[cell] + amount);
  }

  /** Adds what this loop counted of a series to {@code sum}; any thread. */
  void addTo(RequestSum sum, int number) {
    @Nullable Row[] present = rows;
    Row row = number < present.length ? present[number] : null;
    if (row == null) {
      return;
    }
    for (int cell = 0; cell <= SUM; cell++) {
      sum.add(cell, (long) CELL.getOpaque(row.cells, cell));
    }
    row.failures.forEach((failure, count) -> sum.add(failure, (long) CELL.getOpaque(count, 0)));
  }
}
