package diy.mesh.wire;

import diy.mesh.model.route.HeaderMatch;
import diy.mesh.model.route.PathMatch;
import diy.mesh.model.route.RequestMatch;

/** The conditions of rules to and from messages. */
final class MatchCodec {

  private MatchCodec() {}

  static diy.mesh.proto.v1.RequestMatch encode(RequestMatch match) {
    var message = diy.mesh.proto.v1.RequestMatch.newBuilder();
    switch (match.path()) {
      case PathMatch.Exact(var path) -> message.setExact(path);
      case PathMatch.Prefix(var path) -> message.setPrefix(path);
    }
    for (HeaderMatch header : match.headers()) {
      message.addHeadersBuilder().setName(header.name()).setValue(header.value());
    }
    return message.build();
  }

  static RequestMatch decode(diy.mesh.proto.v1.RequestMatch message) {
    PathMatch path =
        switch (message.getPathCase()) {
          case EXACT -> new PathMatch.Exact(message.getExact());
          case PREFIX -> new PathMatch.Prefix(message.getPrefix());
          case PATH_NOT_SET -> PathMatch.any();
        };
    return new RequestMatch(
        path,
        message.getHeadersList().stream()
            .map(header -> new HeaderMatch(header.getName(), header.getValue()))
            .toList());
  }
}
