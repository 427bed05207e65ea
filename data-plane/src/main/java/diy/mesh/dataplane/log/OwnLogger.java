package diy.mesh.dataplane.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.EventConstants;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** One class's logger. */
final class OwnLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1L;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  /**
   * Found once, at the start: the JDK reads time zones from a file, and the line that says that no
   * file descriptor is left must not need one.
   */
  private static final ZoneId ZONE = ZoneId.systemDefault();

  private final transient LevelSwitch level;
  private final transient ErrorLines lines;

  OwnLogger(String name, LevelSwitch level, ErrorLines lines) {
    this.name = name;
    this.level = level;
    this.lines = lines;
  }

  @Override
  public boolean isTraceEnabled() {
    return level.level().takes(EventConstants.TRACE_INT);
  }

  @Override
  public boolean isDebugEnabled() {
    return level.level().takes(EventConstants.DEBUG_INT);
  }

  @Override
  public boolean isInfoEnabled() {
    return level.level().takes(EventConstants.INFO_INT);
  }

  @Override
  public boolean isWarnEnabled() {
    return level.level().takes(EventConstants.WARN_INT);
  }

  @Override
  public boolean isErrorEnabled() {
    return level.level().takes(EventConstants.ERROR_INT);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null; // no line says where it was written
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level severity,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable cause) {
    String message = MessageFormatter.basicArrayFormat(pattern, arguments);
    String simpleName = name.substring(name.lastIndexOf('.') + 1);
    var text = new StringBuilder(TIME.format(LocalDateTime.now(ZONE)));
    text.append(String.format(Locale.ROOT, " %-5s %s: ", severity, simpleName));
    text.append(message).append('\n');
    if (cause != null) {
      var trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      text.append(trace);
    }
    lines.add(text.toString());
  }
}
