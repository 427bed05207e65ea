/**
 * HTTP/1.1 on both sides of the proxy. After {@code detect}; asks {@code path} where each request
 * goes and {@code upstream} for the connection.
 *
 * <p>In: the bytes of a client's connection. Out: each request on an upstream connection, each
 * response back, both as they arrive. Read in this order: {@link
 * diy.mesh.dataplane.http.HeadParser} (strict, RFC 9112), {@link diy.mesh.dataplane.http.Body}
 * (where a message ends), {@link diy.mesh.dataplane.http.HeadWriter} (what a proxy must change),
 * then the two ends, {@code ClientConnection} and {@code UpstreamConnection}, and {@code Exchange},
 * which joins them.
 */
@NullMarked
package diy.mesh.dataplane.http;

import org.jspecify.annotations.NullMarked;
