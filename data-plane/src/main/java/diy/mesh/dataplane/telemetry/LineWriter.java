package diy.mesh.dataplane.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes what event loops hand over, on a thread of its own. A loop never waits: if its lane is
 * full, because whoever reads the output does not keep up, the line is dropped and counted.
 */
public final class LineWriter implements AutoCloseable {

  /** What is to be written; turned into text on the writer's thread. */
  interface Line {
    void appendTo(LineBuffer out);
  }

  /** One event loop's way to the writer; only that loop adds. */
  public final class Lane {

    private final Ring<Line> ring;

    private Lane(int room) {
      ring = new Ring<>(room);
    }

    /** False if there was no room. */
    boolean add(Line line) {
      boolean added = ring.offer(line);
      if (idle) {
        LockSupport.unpark(thread);
      }
      return added;
    }
  }

  private static final int BATCH_OCTETS = 64 * 1024;

  /** Lines of this long go out together: one system call instead of hundreds. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final Duration MOST_TO_CLOSE = Duration.ofSeconds(2);

  private final OutputStream out;
  private final int room;
  private final List<Lane> lanes = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile boolean idle;
  private volatile boolean closed;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong unwritten = new AtomicLong();

  private LineWriter(OutputStream out, int room) {
    this.out = out;
    this.room = room;
    this.thread = Thread.ofPlatform().name("mesh-log").daemon().unstarted(this::run);
  }

  /**
   * Starts the writer.
   *
   * @param out unbuffered; lines that it does not take are counted and lost
   * @param room how many lines of one event loop may wait
   */
  public static LineWriter start(OutputStream out, int room) {
    var writer = new LineWriter(out, room);
    writer.thread.start();
    return writer;
  }

  /** A lane for one more event loop. */
  public Lane newLane() {
    var lane = new Lane(room);
    lanes.add(lane);
    return lane;
  }

  /** How many lines were written. */
  public long written() {
    return written.get();
  }

  /** How many lines could not be written; those that found no room are counted by their loop. */
  public long unwritten() {
    return unwritten.get();
  }

  private void run() {
    var batch = new LineBuffer();
    while (true) {
      boolean last = closed; // read first: what was added before it is written below
      if (drain(batch)) {
        if (!last) {
          LockSupport.parkNanos(this, GATHER_NANOS);
        }
      } else if (last) {
        return;
      } else {
        await();
      }
    }
  }

  private void await() {
    idle = true;
    if (isEmpty() && !closed) {
      LockSupport.park(this);
    }
    idle = false;
  }

  private boolean isEmpty() {
    return lanes.stream().allMatch(lane -> lane.ring.isEmpty());
  }

  /** Whether there was anything. */
  private boolean drain(LineBuffer batch) {
    boolean any = false;
    int lines = 0;
    for (Lane lane : lanes) {
      @Nullable Line line = lane.ring.poll();
      while (line != null) {
        line.appendTo(batch);
        lines++;
        any = true;
        if (batch.length() >= BATCH_OCTETS) {
          write(batch, lines);
          lines = 0;
        }
        line = lane.ring.poll();
      }
    }
    if (lines > 0) {
      write(batch, lines);
    }
    return any;
  }

  private void write(LineBuffer batch, int lines) {
    try {
      batch.writeTo(out);
      written.addAndGet(lines);
    } catch (IOException _) {
      unwritten.addAndGet(lines); // nobody is left to tell it to
    }
  }

  /** Writes what was added before; waits for that, 2 s at most. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(MOST_TO_CLOSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
