package diy.mesh.benchmarks;

import java.util.regex.Pattern;

/** How much a JVM allocates, as its collector's log tells. */
final class Allocation {

  private static final Pattern PAUSE = Pattern.compile("(\\d+)M->(\\d+)M\\(");

  private Allocation() {}

  /** What was allocated up to the last collection: what each found, less what the last one left. */
  static long bytes(String log) {
    long mebibytes = 0;
    long left = 0;
    var pause = PAUSE.matcher(log);
    while (pause.find()) {
      mebibytes += Long.parseLong(pause.group(1)) - left;
      left = Long.parseLong(pause.group(2));
    }
    return mebibytes << 20;
  }
}
