package diy.mesh.dataplane.http;

import diy.mesh.dataplane.path.Destination;
import diy.mesh.dataplane.path.RequestPath;
import diy.mesh.dataplane.telemetry.Observer;
import diy.mesh.dataplane.telemetry.RequestIds;
import diy.mesh.dataplane.telemetry.RequestRecord;
import diy.mesh.dataplane.telemetry.RequestTrace;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Begins the records of one client's requests, and fills in the heads where they are traced. */
final class Records {

  private final Channel client;
  private final Destination destination;
  private final RequestPath path;
  private final Observer observer;

  Records(Channel client, Destination destination, RequestPath path, Observer observer) {
    this.client = client;
    this.destination = destination;
    this.path = path;
    this.observer = observer;
  }

  /**
   * A record of what happens from now on.
   *
   * @param request null where it could not be read
   */
  RequestRecord begin(@Nullable RequestMessage request) {
    RequestIds ids = ReceivedIds.complete(request, observer.ids());
    var record =
        new RequestRecord(
            request, ids, client.remoteAddress(), System.nanoTime(), path.unread(destination));
    RequestTrace trace = observer.begun(record);
    if (trace != null && request != null) {
      trace.requestLine(request.method(), request.target());
      fields(trace, request.fields());
    }
    return record;
  }

  /** Notes what the upstream answered. */
  static void answered(RequestRecord record, ResponseMessage response) {
    RequestTrace trace = record.trace();
    if (trace != null) {
      trace.step("answered", "status " + response.status());
      fields(trace, response.fields());
    }
  }

  private static void fields(RequestTrace trace, Fields fields) {
    for (int field = 0; field < fields.count(); field++) {
      trace.field(fields.nameOf(field), fields.value(field));
    }
  }
}
