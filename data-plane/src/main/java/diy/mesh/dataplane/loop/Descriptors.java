package diy.mesh.dataplane.loop;

import io.netty.channel.unix.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The file descriptors of this process: each connection takes one, and there is an end to them. */
public final class Descriptors {

  /** What Linux grants where nobody says anything. */
  private static final int USUAL = 1_024;

  private static final Pattern LIMIT = Pattern.compile("(?m)^Max open files +(\\d+)");

  private static final int LIMIT_OF_THIS = read();

  private static final int EMFILE = -24;
  private static final int ENFILE = -23;

  private Descriptors() {}

  /**
   * How many this process may have; as the JVM has raised it, to the hard limit. Settings ask for
   * it at the start: once all are in use nothing can be read any more.
   */
  public static int limit() {
    return LIMIT_OF_THIS;
  }

  private static int read() {
    try {
      return limit(Files.readString(Path.of("/proc/self/limits")));
    } catch (IOException _) {
      return USUAL;
    }
  }

  /** Reads {@code /proc/self/limits}; unlimited is a lot. */
  static int limit(String limits) {
    var matcher = LIMIT.matcher(limits);
    if (matcher.find()) {
      return (int) Math.min(Long.parseLong(matcher.group(1)), Integer.MAX_VALUE);
    }
    return limits.contains("Max open files") ? Integer.MAX_VALUE : USUAL;
  }

  /** Whether something failed because all of them are in use, of this process or the machine. */
  public static boolean areMissing(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Errors.NativeIoException system) {
        return system.expectedErr() == EMFILE || system.expectedErr() == ENFILE;
      }
      // The JDK's own sockets know no numbers, only words.
      if (cause instanceof IOException && "Too many open files".equals(cause.getMessage())) {
        return true;
      }
    }
    return false;
  }
}
