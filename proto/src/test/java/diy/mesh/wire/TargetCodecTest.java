package diy.mesh.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.HeaderMatch;
import diy.mesh.model.route.Origin;
import diy.mesh.model.route.PathMatch;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.route.Rule;
import diy.mesh.model.route.WeightedBackends;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import diy.mesh.model.service.Endpoint;
import diy.mesh.model.service.ServiceName;
import diy.mesh.model.target.Target;
import diy.mesh.proto.v1.ServiceTarget;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TargetCodecTest {

  @Test
  void what_is_encoded_can_be_decoded() throws Exception {
    for (long seed = 0; seed < 1_000; seed++) {
      var target = anyTarget(new Random(seed));

      var decoded = TargetCodec.decode(TargetCodec.encode(target));

      assertThat(decoded).as("seed %d", seed).isEqualTo(target);
    }
  }

  @Test
  void bytes_that_are_no_target_are_refused() {
    assertThatThrownBy(() -> TargetCodec.decode(ByteString.copyFromUtf8("nonsense")))
        .isInstanceOf(WireException.class);
  }

  @Test
  void a_kind_that_is_not_known_is_refused() {
    assertThatThrownBy(() -> TargetCodec.decode(ByteString.EMPTY))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("of no kind this proxy knows");
  }

  @Test
  void a_service_without_rules_is_refused() {
    var message =
        diy.mesh.proto.v1.Target.newBuilder()
            .setService(
                ServiceTarget.newBuilder()
                    .setService(
                        diy.mesh.proto.v1.ServiceName.newBuilder()
                            .setNamespace("demo")
                            .setName("app-b")))
            .build();

    assertThatThrownBy(() -> TargetCodec.decode(message.toByteString()))
        .isInstanceOf(WireException.class)
        .hasMessage("target: rules: none for demo/app-b (expected: >= 1)");
  }

  private static Target anyTarget(Random dice) {
    if (dice.nextInt(5) == 0) {
      return new Target.NotOurs(new Cidr(anyAddress(dice).ip(), dice.nextInt(33)));
    }
    var rules = IntStream.rangeClosed(0, dice.nextInt(3)).mapToObj(i -> anyRule(dice)).toList();
    return new Target.OfService(anyService(dice), 1 + dice.nextInt(65_535), rules);
  }

  private static Rule anyRule(Random dice) {
    Origin origin =
        dice.nextBoolean()
            ? new Origin.InFile("CanaryRoute", "demo/app-b", "canary.yaml", 1 + dice.nextInt(99))
            : new Origin.InCluster("CanaryRoute", "demo/app-b", dice.nextLong());
    var backends = IntStream.range(0, dice.nextInt(4)).mapToObj(i -> anyBackend(dice)).toList();
    var matches = IntStream.rangeClosed(0, dice.nextInt(3)).mapToObj(i -> anyMatch(dice)).toList();
    return new Rule(origin, matches, new WeightedBackends(backends));
  }

  private static RequestMatch anyMatch(Random dice) {
    String path = List.of("/", "/a", "/a/b").get(dice.nextInt(3));
    var headers =
        IntStream.range(0, dice.nextInt(3))
            .mapToObj(i -> new HeaderMatch("x-" + i, dice.nextBoolean() ? "yes" : ""))
            .toList();
    return new RequestMatch(
        dice.nextBoolean() ? new PathMatch.Exact(path) : new PathMatch.Prefix(path), headers);
  }

  private static Backend anyBackend(Random dice) {
    Backend.State state =
        dice.nextBoolean()
            ? new Backend.Unresolved("no Service named so")
            : new Backend.Resolved(
                IntStream.range(0, dice.nextInt(4))
                    .mapToObj(i -> new Endpoint(anyAddress(dice), dice.nextBoolean() ? "pod" : ""))
                    .toList());
    return new Backend(anyService(dice), dice.nextInt(101), state);
  }

  private static ServiceName anyService(Random dice) {
    return new ServiceName("demo", List.of("app-a", "app-b", "app-b2").get(dice.nextInt(3)));
  }

  private static Address anyAddress(Random dice) {
    int port = 1 + dice.nextInt(65_535);
    return Address.of(dice.nextBoolean() ? "10.0.0." + dice.nextInt(256) : "fd00::1", port);
  }
}
