package diy.mesh.dataplane.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What one event loop counted. Written by that loop alone, so counting is one addition, no lock and
 * no barrier; read by whoever scrapes.
 */
public final class Counters {

  /** Opaque: the reader sees whole values in good time, the writer pays for a plain store. */
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

  private static final int SLOTS = Metric.values().length;

  private final long[] slots = new long[SLOTS];

  private final RequestCells requests = new RequestCells();

  Counters() {}

  /** What this loop counted of requests. */
  RequestCells requests() {
    return requests;
  }

  /**
   * Adds to a metric; only on the event loop that owns these counters.
   *
   * @param amount below 0 only for gauges
   */
  public void add(Metric metric, long amount) {
    int slot = slot(metric);
    SLOT.setOpaque(slots, slot, slots[slot] + amount);
  }

  /** Adds one to a metric; only on the event loop that owns these counters. */
  public void increment(Metric metric) {
    add(metric, 1);
  }

  /** The count so far; any thread. */
  long value(Metric metric) {
    return (long) SLOT.getOpaque(slots, slot(metric));
  }

  /** The place of a metric here and now; nothing outlives the process that could depend on it. */
  @SuppressWarnings("EnumOrdinal")
  private static int slot(Metric metric) {
    return metric.ordinal();
  }
}
