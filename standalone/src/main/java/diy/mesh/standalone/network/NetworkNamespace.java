package diy.mesh.standalone.network;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Moves threads of this JVM into a network namespace by {@code setns(2)}.
 *
 * <p>Linux keeps the network namespace per thread, so one JVM can talk inside a pod on one thread
 * and outside on another. A socket stays for ever in the namespace it was made in.
 */
public final class NetworkNamespace {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle OPEN =
      function(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle SETNS =
      function(
          "setns",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private static final int O_RDONLY_CLOEXEC = 0x80000;
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int NO_SUCH_FILE = 2;
  private static final int NOT_PERMITTED = 1;

  private NetworkNamespace() {}

  /**
   * Moves the calling thread, for the rest of its life; platform threads that it starts afterwards
   * begin there. Give it a thread of its own.
   *
   * @param name as {@code ip netns} lists it, or a path
   * @throws IOException if there is no such namespace, or without root
   * @throws IllegalStateException on a virtual thread: its carrier would be moved, and with it
   *     every other virtual thread that it carries
   */
  public static void enter(String name) throws IOException {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          "network namespaces belong to platform threads; this one is virtual: "
              + Thread.currentThread());
    }
    try (var arena = Arena.ofConfined()) {
      var captured = arena.allocate(CAPTURED);
      var path = arena.allocateFrom(name.contains("/") ? name : "/var/run/netns/" + name);
      int file = (int) OPEN.invokeExact(captured, path, O_RDONLY_CLOEXEC);
      if (file < 0) {
        throw failure("open", name, captured);
      }
      int moved = (int) SETNS.invokeExact(captured, file, CLONE_NEWNET);
      var failure = moved < 0 ? failure("enter", name, captured) : null;
      int _ = (int) CLOSE.invokeExact(captured, file);
      if (failure != null) {
        throw failure;
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("open, setns and close throw nothing of their own", e);
    }
  }

  /**
   * Does something inside a namespace, on a thread made for it, and waits for its end.
   *
   * @param name as {@code ip netns} lists it, or a path
   * @throws IOException if there is no such namespace, or the action failed: then its cause
   */
  public static <T> T call(String name, Callable<T> action)
      throws IOException, InterruptedException {
    var task =
        new FutureTask<T>(
            () -> {
              enter(name);
              return action.call();
            });
    Thread.ofPlatform().daemon().name("inside " + name).start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException("inside %s: %s".formatted(name, e.getCause()), e.getCause());
    }
  }

  // Our JVMs are started with --enable-native-access.
  @SuppressWarnings("restricted")
  private static MethodHandle function(
      String name, FunctionDescriptor shape, Linker.Option... options) {
    var all = new Linker.Option[options.length + 1];
    System.arraycopy(options, 0, all, 1, options.length);
    all[0] = Linker.Option.captureCallState("errno");
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, all);
  }

  private static IOException failure(String step, String name, MemorySegment captured) {
    int errno = (int) ERRNO.get(captured, 0L);
    String why =
        switch (errno) {
          case NO_SUCH_FILE -> "there is no such namespace; see ip netns list";
          case NOT_PERMITTED -> "not permitted; run this as root";
          default -> "errno " + errno;
        };
    return new IOException("cannot %s network namespace %s: %s".formatted(step, name, why));
  }
}
