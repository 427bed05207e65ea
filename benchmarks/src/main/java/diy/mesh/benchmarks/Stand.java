package diy.mesh.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What all rows share: server, control plane, and who can be started between client and server. */
final class Stand {

  /** The proxies have a core of their own; everybody else has the other one. */
  static final String PROXY_CORE = "0";

  static final String OTHER_CORE = "1";

  private static final int FIRST_PORT = 20_000;

  private final Options options;
  private final Figures figures;
  private final Manifests manifests;
  private final ControlPlane controlPlane;
  private final Mesh mesh;
  private final List<Peer> peers = new ArrayList<>();

  /** Each proxy has one that none had before: nobody waits for old connections to go. */
  private int nextPort = FIRST_PORT;

  Stand(
      Options options, Figures figures, Manifests manifests, ControlPlane controlPlane, Mesh mesh) {
    this.options = options;
    this.figures = figures;
    this.manifests = manifests;
    this.controlPlane = controlPlane;
    this.mesh = mesh;
    var templates = new Templates(options.folder());
    peers.add(mesh);
    peers.add(new HaProxy(templates));
    peers.add(new Nginx(templates));
    Path envoy = options.envoy();
    if (envoy != null) {
      peers.add(new Envoy(templates, envoy));
    }
  }

  Options options() {
    return options;
  }

  Figures figures() {
    return figures;
  }

  Manifests manifests() {
    return manifests;
  }

  ControlPlane controlPlane() {
    return controlPlane;
  }

  Mesh mesh() {
    return mesh;
  }

  List<Peer> peers() {
    return peers;
  }

  /** All peers that can do it, each with these proxies, started from the server on. */
  Chains startAll(Role... roles) throws IOException {
    var chains = new ArrayList<Chain>();
    try {
      for (Peer peer : peers) {
        if (List.of(roles).stream().allMatch(peer::takes)) {
          chains.add(start(peer, PROXY_CORE, roles));
        }
      }
      return new Chains(chains);
    } catch (IOException e) {
      chains.forEach(Chain::close);
      throw e;
    }
  }

  /** One peer's proxies, those of our own as their settings say. */
  Chain start(Peer peer, String cores, Role... roles) throws IOException {
    var hops = new ArrayList<Chain.Hop>();
    try {
      int target = serverPort(roles[roles.length - 1]);
      for (Role role : List.of(roles).reversed()) {
        int port = peer.port(role, nextPort++);
        Chain.Hop hop = start(peer, cores, role, port, target);
        hops.addFirst(hop);
        Patience.await(
            "%s answers as %s".formatted(peer.name(), role),
            hop.process(),
            () -> answers(role, hop.entrance()));
        target = port;
      }
      return new Chain(peer, hops);
    } catch (IOException e) {
      new Chain(peer, hops).close();
      throw e;
    }
  }

  private Chain.Hop start(Peer peer, String cores, Role role, int port, int target)
      throws IOException {
    Path log = options.folder().resolve("%s-%d.log".formatted(peer.name(), port));
    var process = Started.start(cores, peer.launch(role, port, target), log);
    return new Chain.Hop(process, peer.entrance(role, port, target));
  }

  private static int serverPort(Role last) {
    return switch (last) {
      case ROUTER, DOOR -> Manifests.SERVER_PORT;
      case RELAY -> Manifests.STREAM_PORT;
    };
  }

  private static boolean answers(Role role, InetSocketAddress entrance) throws IOException {
    return switch (role) {
      case ROUTER, DOOR -> {
        try (var connection = Connection.to(entrance)) {
          yield connection.ask("GET", "/1k").status() == 200;
        }
      }
      case RELAY -> {
        ByteServer.take(entrance, 1);
        yield true;
      }
    };
  }
}
