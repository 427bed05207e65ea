package diy.mesh.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import diy.mesh.model.route.Backend;
import diy.mesh.model.route.Origin;
import diy.mesh.model.route.RequestMatch;
import diy.mesh.model.route.Rule;
import diy.mesh.model.route.WeightedBackends;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import diy.mesh.model.service.Endpoint;
import diy.mesh.model.service.ServiceName;
import diy.mesh.model.target.Target;
import diy.mesh.proto.v1.Endpoints;
import diy.mesh.proto.v1.FilePlace;
import diy.mesh.proto.v1.NotOurs;
import diy.mesh.proto.v1.ServiceTarget;
import java.util.ArrayList;
import java.util.List;

/** Targets of the model to and from bytes. Law: {@code decode(encode(target))} equals target. */
public final class TargetCodec {

  /** The version of the stream's protocol that this code speaks. */
  public static final int PROTOCOL = 1;

  private TargetCodec() {}

  /** The bytes of {@code Update.target}; the same target always gives the same bytes. */
  public static ByteString encode(Target target) {
    var message = diy.mesh.proto.v1.Target.newBuilder();
    switch (target) {
      case Target.OfService service -> message.setService(encode(service));
      case Target.NotOurs(var block) ->
          message.setNotOurs(NotOurs.newBuilder().setBlock(block.toString()));
    }
    return message.build().toByteString();
  }

  /**
   * Reads what {@link #encode(Target)} wrote.
   *
   * @throws WireException if the bytes are no target, or one that this side does not understand
   */
  public static Target decode(ByteString bytes) throws WireException {
    try {
      var message = diy.mesh.proto.v1.Target.parseFrom(bytes);
      return switch (message.getKindCase()) {
        case SERVICE -> decode(message.getService());
        case NOT_OURS -> new Target.NotOurs(Cidr.parse(message.getNotOurs().getBlock()));
        case KIND_NOT_SET ->
            throw new WireException(
                "target: of no kind this proxy knows (expected: service or not_ours); the control"
                    + " plane may be newer than the proxy");
      };
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new WireException("target: " + e.getMessage(), e);
    }
  }

  private static ServiceTarget encode(Target.OfService target) {
    var message =
        ServiceTarget.newBuilder().setService(encode(target.service())).setPort(target.port());
    target.rules().forEach(rule -> message.addRules(encode(rule)));
    return message.build();
  }

  private static Target decode(ServiceTarget message) throws WireException {
    var rules = new ArrayList<Rule>();
    for (var rule : message.getRulesList()) {
      rules.add(decode(rule));
    }
    return new Target.OfService(decode(message.getService()), message.getPort(), rules);
  }

  private static diy.mesh.proto.v1.Rule encode(Rule rule) {
    var message = diy.mesh.proto.v1.Rule.newBuilder().setOrigin(encode(rule.origin()));
    rule.backends().backends().forEach(backend -> message.addBackends(encode(backend)));
    if (!rule.matches().equals(List.of(RequestMatch.ANY))) {
      rule.matches().forEach(match -> message.addMatches(MatchCodec.encode(match)));
    }
    return message.build();
  }

  private static Rule decode(diy.mesh.proto.v1.Rule message) throws WireException {
    var backends = new ArrayList<Backend>();
    for (var backend : message.getBackendsList()) {
      backends.add(decode(backend));
    }
    return new Rule(
        decode(message.getOrigin()),
        message.getMatchesCount() == 0
            ? List.of(RequestMatch.ANY)
            : message.getMatchesList().stream().map(MatchCodec::decode).toList(),
        new WeightedBackends(backends));
  }

  private static diy.mesh.proto.v1.Origin encode(Origin origin) {
    var message =
        diy.mesh.proto.v1.Origin.newBuilder().setKind(origin.kind()).setResource(origin.resource());
    switch (origin) {
      case Origin.InFile in ->
          message.setFile(FilePlace.newBuilder().setFile(in.file()).setLine(in.line()));
      case Origin.InCluster in -> message.setGeneration(in.generation());
    }
    return message.build();
  }

  private static Origin decode(diy.mesh.proto.v1.Origin message) throws WireException {
    return switch (message.getPlaceCase()) {
      case FILE ->
          new Origin.InFile(
              message.getKind(),
              message.getResource(),
              message.getFile().getFile(),
              message.getFile().getLine());
      case GENERATION ->
          new Origin.InCluster(message.getKind(), message.getResource(), message.getGeneration());
      case PLACE_NOT_SET ->
          throw new WireException(
              "origin: %s %s has no place (expected: file or generation)"
                  .formatted(message.getKind(), message.getResource()));
    };
  }

  private static diy.mesh.proto.v1.Backend encode(Backend backend) {
    var message =
        diy.mesh.proto.v1.Backend.newBuilder()
            .setService(encode(backend.service()))
            .setWeight(backend.weight());
    switch (backend.state()) {
      case Backend.Resolved(var endpoints) -> {
        var list = Endpoints.newBuilder();
        for (Endpoint endpoint : endpoints) {
          list.addEndpointsBuilder()
              .setAddress(endpoint.address().toString())
              .setWorkload(endpoint.workload());
        }
        message.setResolved(list);
      }
      case Backend.Unresolved(var reason) -> message.setUnresolved(reason);
    }
    return message.build();
  }

  private static Backend decode(diy.mesh.proto.v1.Backend message) throws WireException {
    var service = decode(message.getService());
    Backend.State state =
        switch (message.getStateCase()) {
          case RESOLVED ->
              new Backend.Resolved(
                  message.getResolved().getEndpointsList().stream()
                      .map(e -> new Endpoint(Address.parse(e.getAddress()), e.getWorkload()))
                      .toList());
          case UNRESOLVED -> new Backend.Unresolved(message.getUnresolved());
          case STATE_NOT_SET ->
              throw new WireException(
                  "backend: %s has no state (expected: resolved or unresolved)".formatted(service));
        };
    return new Backend(service, message.getWeight(), state);
  }

  private static diy.mesh.proto.v1.ServiceName encode(ServiceName service) {
    return diy.mesh.proto.v1.ServiceName.newBuilder()
        .setNamespace(service.namespace())
        .setName(service.name())
        .build();
  }

  private static ServiceName decode(diy.mesh.proto.v1.ServiceName message) {
    return new ServiceName(message.getNamespace(), message.getName());
  }
}
