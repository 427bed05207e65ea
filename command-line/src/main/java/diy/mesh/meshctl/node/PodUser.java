package diy.mesh.meshctl.node;

import diy.mesh.meshctl.terminal.Failure;
import diy.mesh.model.workload.ProxyPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Who a pod's app runs as: what that user sends goes through the pod's proxy. */
public record PodUser(int id, int group) {

  /**
   * The user of the first process of a network namespace that is not the proxy.
   *
   * @throws Failure if nothing runs there
   */
  public static PodUser of(String networkNamespace) throws IOException, InterruptedException {
    var process = new ProcessBuilder("ip", "netns", "pids", networkNamespace).start();
    var pids = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    int _ = process.waitFor();
    for (String pid : pids.lines().toList()) {
      var user = ofProcess(Path.of("/proc", pid));
      if (user.isPresent() && user.get().id() != ProxyPorts.USER_ID) {
        return user.get();
      }
    }
    throw new Failure(
        "nothing but a proxy runs in %s yet; see ./meshctl status".formatted(networkNamespace));
  }

  private static Optional<PodUser> ofProcess(Path process) {
    try {
      var id = (int) Files.getAttribute(process, "unix:uid");
      var group = (int) Files.getAttribute(process, "unix:gid");
      return Optional.of(new PodUser(id, group));
    } catch (IOException e) {
      return Optional.empty(); // it has just ended
    }
  }
}
