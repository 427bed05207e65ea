package diy.mesh.dataplane.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A bounded queue from one thread to one other, without locks. */
final class Ring<T> {

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

  private final @Nullable Object[] slots;
  private final int mask;

  /** Of the thread that adds. */
  private int tail;

  /** Of the thread that takes. */
  private int head;

  /**
   * An empty ring.
   *
   * @param room rounded up to a power of two
   */
  Ring(int room) {
    int size = Integer.highestOneBit(Math.max(1, room - 1)) << 1;
    slots = new @Nullable Object[size];
    mask = size - 1;
  }

  /** False, and nothing added, if there is no room. A slot is free once it is null. */
  boolean offer(T item) {
    int slot = tail & mask;
    if (SLOT.getAcquire(slots, slot) != null) {
      return false;
    }
    SLOT.setVolatile(slots, slot, item);
    tail++;
    return true;
  }

  /** The next item; null where there is none. */
  @SuppressWarnings("unchecked") // only offer puts anything in
  @Nullable T poll() {
    int slot = head & mask;
    var item = (T) SLOT.getAcquire(slots, slot);
    if (item != null) {
      SLOT.setRelease(slots, slot, null);
      head++;
    }
    return item;
  }

  /** Whether there is nothing to take; for the thread that takes. */
  boolean isEmpty() {
    return SLOT.getVolatile(slots, head & mask) == null;
  }
}
