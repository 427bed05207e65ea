package diy.mesh.dataplane;

import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Waits for SIGTERM or SIGINT. The first one asks for a graceful end, after which the process exits
 * with 0; the second ends it at once.
 *
 * <p>A shutdown hook could do neither: the JVM exits with 143 after one, and swallows all signals
 * but the first.
 */
final class Shutdown {

  /** As a shell reports a process that died of SIGTERM. */
  private static final int AT_ONCE = 143;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicInteger signals = new AtomicInteger();

  private Shutdown() {}

  /** Listens from now on. */
  static Shutdown onSignal() {
    var shutdown = new Shutdown();
    try {
      shutdown.handle("TERM");
      shutdown.handle("INT");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "no signals can be handled (expected: a JDK with module jdk.unsupported)", e);
    }
    return shutdown;
  }

  /** By reflection: javac warns of {@code sun.misc} whatever one says, and warnings are errors. */
  private void handle(String name) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    Object own =
        Proxy.newProxyInstance(
            Shutdown.class.getClassLoader(),
            new Class<?>[] {handler},
            (_, _, _) -> {
              signalled();
              return null;
            });
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), own);
  }

  private void signalled() {
    if (signals.incrementAndGet() > 1) {
      Runtime.getRuntime().halt(AT_ONCE);
    }
    asked.countDown();
  }

  /** Returns when the process has been told to end. */
  void await() throws InterruptedException {
    asked.await();
  }
}
