package diy.mesh.meshctl;

import diy.mesh.meshctl.cluster.Kubectl;
import diy.mesh.meshctl.node.NodeDaemon;
import diy.mesh.meshctl.terminal.Failure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which mesh a command asks: a node on this machine or one in a cluster, whichever is there. */
final class MeshOption {

  @Option(
      names = NodeOption.NAME,
      paramLabel = "NAME",
      description = "Ask this node of this machine (default: mesh, if it runs).")
  private @Nullable String node;

  @Option(
      names = ClusterOption.NAME,
      paramLabel = "NAME",
      description =
          "Ask the cluster of this context of the kubeconfig (default: the current one, if no node"
              + " runs).")
  private @Nullable String cluster;

  /**
   * The mesh that is meant.
   *
   * @throws Failure if there is none; it says how to start one
   */
  RunningMesh find(Context context) throws IOException, InterruptedException {
    if (asksNode(context)) {
      return new NodeMesh(node().ofRunningNode(context.home()), context);
    }
    if (!isThere(context)) {
      throw new Failure(
          "no mesh: node %s does not run, and kubectl has no cluster; start a node with"
                  .formatted(NodeOption.USUAL)
              + " ./meshctl up -f DIR, or name a cluster with --context");
    }
    return new ClusterMesh(new Kubectl(cluster));
  }

  /** Whether the node that is meant runs, or a cluster is meant and known. */
  boolean isThere(Context context) throws IOException, InterruptedException {
    return runsNode(context) || (node == null && (cluster != null || Kubectl.hasCluster()));
  }

  /**
   * Whether it is a node, rather than a cluster: one that was named, or that runs while nobody
   * named a cluster.
   */
  boolean asksNode(Context context) throws IOException {
    return node != null || runsNode(context);
  }

  /** The node that is meant where it is one; need not run. */
  NodeOption node() {
    return new NodeOption(node == null ? NodeOption.USUAL : node);
  }

  private boolean runsNode(Context context) throws IOException {
    return cluster == null
        && !(node == null && context.inCluster())
        && NodeDaemon.find(node().settings(context.home())).isPresent();
  }
}
