package diy.mesh.dataplane.refuse;

import diy.mesh.model.service.Address;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Why the proxy answered a request itself: every reason has a status and a remedy. */
public sealed interface Refusal {

  /** A request that is not HTTP as RFC 9112 or, for HTTP/2, RFC 9113 has it. */
  record Malformed(Fault fault, String detail) implements Refusal {}

  /** The Service has rules, and none of them takes this request. */
  record NoRule(String service, String target) implements Refusal {}

  /** The backend that the weights chose names nothing that exists. */
  record UnknownBackend(String service, String why, String origin) implements Refusal {}

  /** No backend of the rule has any weight. */
  record NoWeight(String origin) implements Refusal {}

  /** The chosen Service has no endpoint that takes traffic. */
  record NoEndpoint(String service) implements Refusal {}

  /**
   * No upstream took a connection.
   *
   * @param tried all that were asked, one or more
   * @param why what the last one's connection failed with
   */
  record ConnectFailed(List<Address> tried, String why) implements Refusal {
    public ConnectFailed {
      tried = List.copyOf(tried);
    }
  }

  /** The proxy has no file descriptor left to connect with. */
  record NoDescriptor(Address upstream, int limit) implements Refusal {}

  /** The upstream took the request and then said nothing for as long as it may. */
  record UpstreamTimeout(Address upstream, String limit) implements Refusal {}

  /** The caller's own deadline came before the response. */
  record DeadlineExceeded() implements Refusal {}

  /** The upstream's connection ended before its response did. */
  record UpstreamClosed(Address upstream) implements Refusal {}

  /** The upstream answered with something that is not HTTP as RFC 9112 or RFC 9113 has it. */
  record MalformedResponse(Address upstream, String why) implements Refusal {}

  /** The connection's destination is the proxy itself. */
  record Loop(Address destination) implements Refusal {}

  /** What is wrong with a request, and the status that says so. Each is counted on its own. */
  enum Fault {
    BAD_START_LINE(400),
    BAD_METHOD(400),
    BAD_TARGET(400),
    BAD_VERSION(400),
    BARE_LINE_END(400),
    EMPTY_LINES(400),
    BAD_FIELD_NAME(400),
    BAD_FIELD_VALUE(400),
    FOLDED_FIELD(400),
    MISSING_HOST(400),
    REPEATED_HOST(400),
    BAD_HOST(400),
    BAD_LENGTH(400),
    REPEATED_LENGTH(400),
    CONFLICTING_LENGTH(400),
    BAD_TRANSFER_ENCODING(400),
    CONNECT_WITH_BODY(400),
    BAD_CHUNK_SIZE(400),
    BAD_CHUNK_EXTENSION(400),
    BAD_CHUNK_END(400),
    FORBIDDEN_TRAILER(400),
    BAD_PSEUDO_FIELD(400),
    CONNECTION_FIELD(400),
    REQUEST_TIMEOUT(408),
    TARGET_TOO_LONG(414),
    HEADERS_TOO_LARGE(431),
    TOO_MANY_FIELDS(431),
    TRAILERS_TOO_LARGE(431),
    UNKNOWN_CODING(501),
    CONNECT_NOT_ALLOWED(501),
    VERSION_NOT_SUPPORTED(505);

    private final int status;

    Fault(int status) {
      this.status = status;
    }

    /** The HTTP status of this fault. */
    public int status() {
      return status;
    }

    /** For headers and metrics, for example {@code headers-too-large}. */
    public String reason() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** The HTTP status a client gets. */
  default int status() {
    return switch (this) {
      case Malformed(var fault, var _) -> fault.status();
      case NoRule _ -> 404;
      case UnknownBackend _, NoWeight _ -> 500;
      case ConnectFailed _, UpstreamClosed _, MalformedResponse _ -> 502;
      case NoEndpoint _, NoDescriptor _ -> 503;
      case UpstreamTimeout _, DeadlineExceeded _ -> 504;
      case Loop _ -> 508;
    };
  }

  /** One word, for the {@code mesh-refusal} header and for metrics. */
  default String reason() {
    return switch (this) {
      case Malformed(var fault, var _) -> fault.reason();
      case NoRule _ -> "no-rule";
      case UnknownBackend _ -> "unknown-backend";
      case NoWeight _ -> "no-weight";
      case NoEndpoint _ -> "no-endpoint";
      case ConnectFailed _ -> "connect-failed";
      case NoDescriptor _ -> "no-descriptor";
      case UpstreamTimeout _ -> "upstream-timeout";
      case DeadlineExceeded _ -> "deadline-exceeded";
      case UpstreamClosed _ -> "upstream-closed";
      case MalformedResponse _ -> "malformed-response";
      case Loop _ -> "loop";
    };
  }

  /** What happened, to whom, and what helps: one sentence for the response's body. */
  default String message() {
    return switch (this) {
      case Malformed(var _, var detail) ->
          "the proxy refused this request: %s; mend the client that sent it".formatted(detail);
      case NoRule(var service, var target) ->
          "no rule of %s takes %s; see its rules with: meshctl routes, and add one that does"
              .formatted(service, target);
      case UnknownBackend(var service, var why, var origin) ->
          "backend %s of %s leads nowhere: %s; create it or take it out of the route"
              .formatted(service, origin, why);
      case NoWeight(var origin) ->
          "all weights of %s are 0; give one backend a weight above 0".formatted(origin);
      case NoEndpoint(var service) ->
          "no endpoint of %s takes traffic; check that its pods run and are ready"
              .formatted(service);
      case ConnectFailed(var tried, var why) ->
          "no connection to %s: %s; check that the app listens on that port and all addresses"
              .formatted(
                  tried.stream().map(Address::toString).collect(Collectors.joining(", ")), why);
      case NoDescriptor(var upstream, var limit) ->
          ("no connection to %s: all %d file descriptors of the proxy are in use; raise ulimit -n,"
                  + " or lower MESH_CONNECTIONS")
              .formatted(upstream, limit);
      case UpstreamTimeout(var upstream, var limit) ->
          ("%s did not answer within %s; look into its log, or raise the proxy's"
                  + " MESH_STALL_SECONDS")
              .formatted(upstream, limit);
      case DeadlineExceeded _ ->
          "no response within the call's own grpc-timeout; look at the server, or allow it more";
      case UpstreamClosed(var upstream) ->
          "%s closed the connection before its response was complete; look into its log"
              .formatted(upstream);
      case MalformedResponse(var upstream, var why) ->
          "the response of %s is not valid HTTP: %s; mend the server that sent it"
              .formatted(upstream, why);
      case Loop(var destination) ->
          "%s is this proxy's own port; connect to the port of the app or of its Service"
              .formatted(destination);
    };
  }
}
