package diy.mesh.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long a process was on a CPU so far, told in two ways.
 *
 * @param threads by its threads that live, to the nanosecond
 * @param whole by the process, with threads that have ended, in ticks of 10 ms
 */
record CpuTime(long threads, long whole) {

  private static final long TICK_NANOS = 10_000_000;

  /** What two readings may differ by only because one of them is rounded. */
  private static final long ROUNDING_NANOS = 3 * TICK_NANOS;

  private static final int USER_FIELD = 11;
  private static final int SYSTEM_FIELD = 12;

  static final CpuTime NONE = new CpuTime(0, 0);

  /** Of a process, or nothing where it has ended. */
  static CpuTime of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    long threads = 0;
    try (var tasks = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path task : tasks) {
        threads += ofThread(task);
      }
      return new CpuTime(threads, ofStat(Files.readString(process.resolve("stat"))));
    } catch (IOException _) {
      return NONE;
    }
  }

  private static long ofThread(Path task) {
    try {
      return Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", 2)[0]);
    } catch (IOException _) {
      return 0; // has just ended; the process as a whole still counts it
    }
  }

  /** User and system time in {@code /proc/PID/stat}, whose second field may hold anything. */
  static long ofStat(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", SYSTEM_FIELD + 2);
    long ticks = Long.parseLong(fields[USER_FIELD]) + Long.parseLong(fields[SYSTEM_FIELD]);
    return ticks * TICK_NANOS;
  }

  CpuTime plus(CpuTime other) {
    return new CpuTime(threads + other.threads, whole + other.whole);
  }

  /** Nanoseconds since another reading: the finer one, but where threads have ended meanwhile. */
  long since(CpuTime before) {
    long fine = threads - before.threads;
    long coarse = whole - before.whole;
    return coarse > fine + ROUNDING_NANOS ? coarse : fine;
  }
}
