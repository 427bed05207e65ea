package diy.mesh.dataplane.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** What SLF4J finds and makes itself, which is why the level has to be reachable without it. */
public final class LogProvider implements SLF4JServiceProvider {

  private static final LevelSwitch LEVEL = new LevelSwitch();
  private static final ErrorLines LINES =
      ErrorLines.start(
          new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8));
  private static final Duration MOST_TO_FLUSH = Duration.ofSeconds(1);

  private final ConcurrentMap<String, Logger> loggers = new ConcurrentHashMap<>();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();

  /** The level of all loggers. */
  public static LevelSwitch level() {
    return LEVEL;
  }

  /** Waits until what was logged before is written, 1 s at most. */
  public static void flush() throws InterruptedException {
    LINES.flush(MOST_TO_FLUSH);
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return name -> loggers.computeIfAbsent(name, each -> new OwnLogger(each, LEVEL, LINES));
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }

  @Override
  public void initialize() {
    // nothing to prepare
  }
}
