package diy.mesh.standalone;

import diy.mesh.standalone.network.AddressRanges;
import java.nio.file.Path;
import java.util.List;

/**
 * What a node is started with.
 *
 * @param stateDirectory everything a node writes, gone after it; on a file system that user 1337
 *     can reach
 * @param prefix begins the names of the node's network namespaces, so that two nodes with different
 *     ones do not meet: letters and digits
 * @param ranges the addresses it gives away
 * @param build the built repository: {@code <module>/target/quick/<module>.jar} is looked for
 *     there, as {@code ./meshctl} builds it
 * @param images files that add to or replace lines of the image table, later ones first
 * @param logMebibytes how much of each container's log is kept at the least, and half of what is
 *     kept at the most: {@link #LEAST_LOG} to {@link #LARGEST_LOG}
 * @param controlPlane whether to run one; without it proxies pass everything through
 */
public record NodeSettings(
    Path stateDirectory,
    String prefix,
    AddressRanges ranges,
    Path build,
    List<Path> images,
    int logMebibytes,
    boolean controlPlane) {

  public static final Path DEFAULT_STATE_DIRECTORY = Path.of("/run/diy-mesh");

  public static final int LEAST_LOG = 1;
  public static final int USUAL_LOG = 10;
  public static final int LARGEST_LOG = 1024;

  public NodeSettings {
    images = List.copyOf(images);
    stateDirectory = stateDirectory.toAbsolutePath();
    build = build.toAbsolutePath();
    if (!prefix.matches("[a-z0-9]{1,16}")) {
      throw new IllegalArgumentException(
          "prefix: '%s' (expected: 1 to 16 lower-case letters and digits)".formatted(prefix));
    }
    if (logMebibytes < LEAST_LOG || logMebibytes > LARGEST_LOG) {
      throw new IllegalArgumentException(
          "log: %d MiB (expected: %d to %d)".formatted(logMebibytes, LEAST_LOG, LARGEST_LOG));
    }
  }

  /** The usual node: {@code /run/diy-mesh}, prefix {@code mesh}, the ranges of the design. */
  public static NodeSettings of(Path build) {
    return new NodeSettings(
        DEFAULT_STATE_DIRECTORY, "mesh", AddressRanges.DEFAULT, build, List.of(), USUAL_LOG, true);
  }

  public NodeSettings withStateDirectory(Path directory) {
    return new NodeSettings(directory, prefix, ranges, build, images, logMebibytes, controlPlane);
  }

  public NodeSettings withPrefix(String other) {
    return new NodeSettings(
        stateDirectory, other, ranges, build, images, logMebibytes, controlPlane);
  }

  public NodeSettings withRanges(AddressRanges others) {
    return new NodeSettings(
        stateDirectory, prefix, others, build, images, logMebibytes, controlPlane);
  }

  public NodeSettings withImages(List<Path> files) {
    return new NodeSettings(
        stateDirectory, prefix, ranges, build, files, logMebibytes, controlPlane);
  }

  public NodeSettings withLogMebibytes(int mebibytes) {
    return new NodeSettings(stateDirectory, prefix, ranges, build, images, mebibytes, controlPlane);
  }

  public NodeSettings withoutControlPlane() {
    return new NodeSettings(stateDirectory, prefix, ranges, build, images, logMebibytes, false);
  }

  /** Locked by the node that works in the state directory. */
  Path directoryLock() {
    return stateDirectory.resolve("node.lock");
  }

  /** Locked by the node whose namespaces have this prefix. */
  Path prefixLock() {
    return Path.of("/run", "diy-mesh-%s.lock".formatted(prefix));
  }

  /** The network namespace of the node itself, where the control plane listens. */
  public String nodeNamespace() {
    return prefix + "-node";
  }
}
