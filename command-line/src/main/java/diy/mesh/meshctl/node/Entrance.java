package diy.mesh.meshctl.node;

import diy.mesh.model.workload.ProxyPorts;
import diy.mesh.standalone.NodeSettings;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The way into a running node: words that, put before a program's own, start it in there. */
public final class Entrance {

  private final NodeSettings settings;

  private Entrance(NodeSettings settings) {
    this.settings = settings;
  }

  /** Of the node that works with these settings. */
  public static Entrance of(NodeSettings settings) {
    return new Entrance(settings);
  }

  /** Into the node itself, where every Service's name is known. */
  public List<String> intoNode() {
    return networkOf(settings.nodeNamespace());
  }

  /**
   * Into a pod as the app's user: what it sends goes through the pod's proxy.
   *
   * @throws diy.mesh.meshctl.terminal.Failure if no app runs there
   */
  public List<String> intoPod(PodStatus pod) throws IOException, InterruptedException {
    return as(PodUser.of(pod.netns()), pod);
  }

  /** Into a pod as its proxy's user: what it sends goes past the proxy. */
  public List<String> intoPodAsProxy(PodStatus pod) {
    return as(new PodUser(ProxyPorts.USER_ID, ProxyPorts.USER_ID), pod);
  }

  private static List<String> as(PodUser user, PodStatus pod) {
    var words = new ArrayList<>(networkOf(pod.netns()));
    words.add("setpriv");
    words.add("--reuid=" + user.id());
    words.add("--regid=" + user.group());
    words.add("--clear-groups");
    return List.copyOf(words);
  }

  private static List<String> networkOf(String namespace) {
    return List.of("ip", "netns", "exec", namespace);
  }
}
