package diy.mesh.dataplane.loop;

import io.netty.util.concurrent.FastThreadLocal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** One {@code T} for each event loop, which then needs no locks. */
public final class PerLoop<T> {

  private final List<T> all = new CopyOnWriteArrayList<>();
  private final FastThreadLocal<T> own;

  /**
   * Nothing yet.
   *
   * @param make called on each loop when it first asks
   */
  public PerLoop(Supplier<? extends T> make) {
    this.own =
        new FastThreadLocal<>() {
          @Override
          protected T initialValue() {
            T made = make.get();
            all.add(made);
            return made;
          }
        };
  }

  /** The calling event loop's own; made by its first call. */
  public T get() {
    return own.get();
  }

  /** Those made so far, for reading from elsewhere; any thread. */
  public List<T> all() {
    return List.copyOf(all);
  }
}
