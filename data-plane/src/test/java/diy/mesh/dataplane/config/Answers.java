package diy.mesh.dataplane.config;

import com.google.protobuf.ByteString;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Origin;
import diy.mesh.model.route.Rule;
import diy.mesh.model.route.WeightedBackends;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import diy.mesh.model.service.Endpoint;
import diy.mesh.model.service.ServiceName;
import diy.mesh.model.target.Target;
import diy.mesh.wire.TargetCodec;
import io.netty.channel.EventLoop;
import java.util.List;

/** What a control plane may say of a target. */
public final class Answers {

  public static final ByteString NONSENSE = ByteString.copyFromUtf8("nonsense");

  private Answers() {}

  /** All of the traffic to one endpoint. */
  public static ByteString service(String endpoint) {
    return service(List.of(Address.parse(endpoint)));
  }

  /** All of the traffic to one backend's endpoints. */
  public static ByteString service(List<Address> addresses) {
    var service = new ServiceName("demo", "app-b");
    var endpoints = addresses.stream().map(each -> new Endpoint(each, "demo/app-b-1")).toList();
    var backend = Backend.of(service, 1, endpoints);
    var origin = new Origin.InFile("CanaryRoute", "demo/app-b", "canary.yaml", 3);
    var rule = new Rule(origin, new WeightedBackends(List.of(backend)));
    return TargetCodec.encode(new Target.OfService(service, 80, List.of(rule)));
  }

  public static ByteString notOurs(String block) {
    return TargetCodec.encode(new Target.NotOurs(Cidr.parse(block)));
  }

  /** Plays a control plane that gives one answer to all questions. */
  public static void toAll(TargetTable table, EventLoop owner, ByteString answer) {
    var subscriptions =
        new Subscriptions() {
          @Override
          public void subscribe(Address address) {
            table.update(address, "v1", answer);
          }

          @Override
          public void unsubscribe(Address address) {
            // nothing to forget
          }
        };
    owner.execute(() -> table.connected(subscriptions));
  }

  /** Where a target leads now, by name of what is known of it. */
  public static String meaning(HeldTarget held) {
    return switch (held.knowledge()) {
      case HeldTarget.Knowledge.Asked _ -> "asked";
      case HeldTarget.Knowledge.Unanswered _ -> "unanswered";
      case HeldTarget.Knowledge.NotOurs(var block) -> "not ours: " + block;
      case HeldTarget.Knowledge.Known(var plan) -> {
        var backend = plan.target().rules().getFirst().backends().backends().getFirst();
        yield backend.state() instanceof Backend.Resolved(var endpoints)
            ? endpoints.getFirst().address().toString()
            : "unresolved";
      }
    };
  }
}
