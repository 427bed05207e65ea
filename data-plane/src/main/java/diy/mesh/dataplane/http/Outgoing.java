package diy.mesh.dataplane.http;

import diy.mesh.dataplane.telemetry.RequestIds;
import diy.mesh.model.service.Address;

/**
 * A request as it leaves for an upstream, whichever version that speaks.
 *
 * @param ids those that were made are written behind what came
 * @param forwarded what the upstream is told of the client
 * @param destination the Host of a request that came without one, as HTTP/1.0 allows
 * @param framed whether a body in chunks comes as they were received, sizes and all
 */
record Outgoing(
    RequestMessage request,
    RequestIds ids,
    ForwardedFields forwarded,
    Address destination,
    boolean framed) {}
