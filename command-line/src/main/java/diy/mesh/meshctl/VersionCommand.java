package diy.mesh.meshctl;

import java.util.Objects;
import picocli.CommandLine.Command;

/** {@code meshctl version}: which build this is. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Runnable {

  private final Context context;

  VersionCommand(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    var version = getClass().getPackage().getImplementationVersion();
    context
        .output()
        .println(
            "meshctl %s on JDK %s"
                .formatted(
                    Objects.requireNonNullElse(version, "(not packaged)"), Runtime.version()));
  }
}
