package diy.mesh.meshctl.client;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.network.NetworkNamespace;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A thread that lives in a network namespace: what it connects to, it connects to from there. */
public final class InsideNode implements AutoCloseable {

  private final ExecutorService thread;
  private final String namespace;

  private InsideNode(ExecutorService thread, String namespace) {
    this.thread = thread;
    this.namespace = namespace;
  }

  /**
   * Moves a new thread there.
   *
   * @param namespace as {@code ip netns} lists it
   * @throws IOException if there is none, or without root
   */
  public static InsideNode enter(String namespace) throws IOException, InterruptedException {
    var inside =
        new InsideNode(
            Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("in-" + namespace).factory()),
            namespace);
    boolean entered = false;
    try {
      inside.call(
          () -> {
            NetworkNamespace.enter(namespace);
            return true;
          });
      entered = true;
      return inside;
    } finally {
      if (!entered) {
        inside.close();
      }
    }
  }

  /** Runs this there and waits for it. */
  public <T> T call(Callable<T> question) throws IOException, InterruptedException {
    try {
      return thread.submit(question).get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw new IOException(cause.getMessage(), cause);
        case Failure cause -> throw cause;
        case null, default ->
            throw new IllegalStateException("a thread in namespace " + namespace + " failed", e);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
