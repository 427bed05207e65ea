package diy.mesh.standalone.pod;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container is.
 *
 * @param image looked up in the image table, unless there is a command
 * @param command what to run in place of the image's program; empty for that
 * @param args handed to either
 * @param workingDirectory where it starts
 * @param environment in the order written: later ones may refer to earlier ones
 * @param sidecar whether it is an init container that goes on running
 */
public record ContainerSpec(
    String name,
    String image,
    List<String> command,
    List<String> args,
    String workingDirectory,
    List<EnvVariable> environment,
    List<Port> ports,
    List<Mount> mounts,
    Security security,
    Probes probes,
    boolean sidecar) {

  /** A named port that Services and probes may refer to. */
  public record Port(String name, int number) {}

  /** Where a volume is seen. */
  public record Mount(String volume, String path) {}

  /**
   * Whom it runs as.
   *
   * @param user its user id
   * @param group its group id
   * @param capabilities all that it may ever have, as {@code setpriv} names them
   * @param mayGainPrivileges whether programs it starts may have more than itself
   */
  public record Security(
      int user, int group, List<String> capabilities, boolean mayGainPrivileges) {
    public Security {
      capabilities = List.copyOf(capabilities);
    }
  }

  /** How it is asked for its health; each may be absent. */
  public record Probes(
      @Nullable Probe startup, @Nullable Probe readiness, @Nullable Probe liveness) {}

  public ContainerSpec {
    command = List.copyOf(command);
    args = List.copyOf(args);
    environment = List.copyOf(environment);
    ports = List.copyOf(ports);
    mounts = List.copyOf(mounts);
  }
}
