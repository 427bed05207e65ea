package diy.mesh.dataplane.http;

import diy.mesh.dataplane.telemetry.RequestIds;
import diy.mesh.dataplane.telemetry.TraceParent;
import org.jspecify.annotations.Nullable;

/** Which ids a request came with that may go on; what is missing is made. */
final class ReceivedIds {

  private static final int MOST_ID_BYTES = 128;

  private ReceivedIds() {}

  /**
   * The ids of a request.
   *
   * @param request null where it could not be read
   */
  static RequestIds complete(@Nullable RequestMessage request, RequestIds.Source source) {
    return request == null
        ? source.complete(false, false)
        : source.complete(hasId(request.fields()), hasTrace(request.fields()));
  }

  /** Anything visible of a sane length: whoever made it knows what it means. */
  private static boolean hasId(Fields fields) {
    int field = fields.findOnly(FieldName.X_REQUEST_ID);
    if (field < 0) {
      return false;
    }
    int start = fields.valueStart(field);
    int end = fields.valueEnd(field);
    for (int at = start; at < end; at++) {
      byte octet = fields.bytes()[at];
      if (octet <= Octets.SP || octet == 0x7f) {
        return false;
      }
    }
    return start < end && end - start <= MOST_ID_BYTES;
  }

  private static boolean hasTrace(Fields fields) {
    int field = fields.findOnly(FieldName.TRACEPARENT);
    return field >= 0
        && TraceParent.isValid(fields.bytes(), fields.valueStart(field), fields.valueEnd(field));
  }

  /** Which fields that came do not go on, as {@link FieldName#bit} has them. */
  static int replaced(RequestIds ids) {
    return (ids.makesId() ? FieldName.X_REQUEST_ID.bit() : 0)
        // Where the trace is a new one its state is somebody else's (Trace Context section 3.3).
        | (ids.makesTrace() ? FieldName.TRACEPARENT.bit() | FieldName.TRACESTATE.bit() : 0);
  }
}
