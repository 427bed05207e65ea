package diy.mesh.meshctl.node;

import diy.mesh.model.service.Cidr;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.network.AddressRanges;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;

/** What {@code up} was told, kept beside the node's state for the commands that come after it. */
public final class SettingsFile {

  private static final String NAME = "settings.properties";

  private SettingsFile() {}

  /** Where it is. */
  static Path of(Path stateDirectory) {
    return stateDirectory.resolve(NAME);
  }

  /** Writes it, making the state directory where it is missing. */
  public static void save(NodeSettings settings) throws IOException {
    var properties = new Properties();
    properties.setProperty("prefix", settings.prefix());
    properties.setProperty("pods", settings.ranges().pods().toString());
    properties.setProperty("services", settings.ranges().services().toString());
    properties.setProperty("node", settings.ranges().node().getHostAddress());
    properties.setProperty(
        "images", settings.images().stream().map(Path::toString).collect(Collectors.joining(":")));
    properties.setProperty("logMebibytes", Integer.toString(settings.logMebibytes()));
    Files.createDirectories(settings.stateDirectory());
    try (var writer = Files.newBufferedWriter(settings.stateDirectory().resolve(NAME))) {
      properties.store(writer, "written by meshctl up");
    }
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @param build see {@link NodeSettings}
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  public static NodeSettings load(Path stateDirectory, Path build) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(stateDirectory.resolve(NAME))) {
      properties.load(reader);
    }
    var ranges =
        new AddressRanges(
            Cidr.parse(properties.getProperty("pods")),
            Cidr.parse(properties.getProperty("services")),
            InetAddress.ofLiteral(properties.getProperty("node")));
    var images =
        Arrays.stream(properties.getProperty("images").split(":"))
            .filter(image -> !image.isEmpty())
            .map(Path::of)
            .toList();
    return NodeSettings.of(build)
        .withStateDirectory(stateDirectory)
        .withPrefix(properties.getProperty("prefix"))
        .withRanges(ranges)
        .withImages(images)
        .withLogMebibytes(Integer.parseInt(properties.getProperty("logMebibytes")));
  }
}
