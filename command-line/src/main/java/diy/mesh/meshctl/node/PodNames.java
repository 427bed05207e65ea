package diy.mesh.meshctl.node;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What a name means inside a pod: its {@code /etc/hosts} is not the machine's. */
public final class PodNames {

  private PodNames() {}

  /**
   * The address that an app in the pod would connect to first.
   *
   * @param host a name, or an address as it stands in a URL
   * @throws Failure if the name means nothing there
   */
  public static String resolve(NodeSettings settings, PodStatus pod, String host)
      throws IOException, InterruptedException {
    if (host.startsWith("[")) {
      return host.substring(1, host.length() - 1);
    }
    if (host.matches("[0-9.]+")) {
      return host;
    }
    var words = new ArrayList<>(Entrance.of(settings).intoPod(pod));
    words.addAll(List.of("getent", "ahosts", host));
    var process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    var found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int _ = process.waitFor();
    return found
        .lines()
        .findFirst()
        .map(line -> line.split("\\s+", 2)[0])
        .orElseThrow(
            () ->
                new Failure(
                    "%s: no such name inside pod %s; see ./meshctl get services"
                        .formatted(host, pod.name())));
  }
}
