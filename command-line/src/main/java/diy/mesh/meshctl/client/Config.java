package diy.mesh.meshctl.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a proxy holds. */
public record Config(Stream stream, List<Target> targets) {

  /**
   * Its stream to the control plane.
   *
   * @param configAgeSeconds how old what it holds may be: 0 while the stream is up
   * @param problem why it is down; null while it is up
   */
  public record Stream(boolean up, long configAgeSeconds, @Nullable String problem) {}

  /**
   * One destination.
   *
   * @param rejected the newest version where it could not be used; null where it is in use
   */
  public record Target(String address, String state, @Nullable Rejection rejected) {}

  /** Why a version could not be used. */
  public record Rejection(String version, String reason) {}

  public Config {
    targets = List.copyOf(targets);
  }
}
