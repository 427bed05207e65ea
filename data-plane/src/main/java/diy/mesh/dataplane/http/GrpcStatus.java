package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal;

/** What the proxy's own refusals are for callers of gRPC (gRPC's statuscodes.md). */
enum GrpcStatus {
  DEADLINE_EXCEEDED(4),
  UNIMPLEMENTED(12),
  INTERNAL(13),
  UNAVAILABLE(14);

  private final int code;

  GrpcStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Unavailable says: try again, perhaps elsewhere. So it is kept for where that may help. */
  static GrpcStatus of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NoRule _ -> UNIMPLEMENTED;
      case Refusal.DeadlineExceeded _ -> DEADLINE_EXCEEDED;
      case Refusal.Malformed _,
          Refusal.UnknownBackend _,
          Refusal.NoWeight _,
          Refusal.MalformedResponse _,
          Refusal.Loop _ ->
          INTERNAL;
      case Refusal.NoEndpoint _,
          Refusal.ConnectFailed _,
          Refusal.NoDescriptor _,
          Refusal.UpstreamTimeout _,
          Refusal.UpstreamClosed _ ->
          UNAVAILABLE;
    };
  }
}
