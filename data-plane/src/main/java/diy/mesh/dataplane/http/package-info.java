/**
 * HTTP on both sides of the proxy. After {@code detect}; asks {@code path} where each request goes
 * and {@code upstream} for the connection.
 *
 * <p>In: the bytes of a client's connection. Out: each request on an upstream connection, each
 * response back, both as they arrive. {@code Exchange} joins the two ends of one request, {@code
 * ClientEnd} and {@code UpstreamEnd}; which version of HTTP each of them speaks it does not know.
 *
 * <p>HTTP/1.1, in the order to read it: {@code HeadParser} (strict, RFC 9112), {@code Body} (where
 * a message ends), {@code HeadWriter} (what a proxy must change), {@code ClientConnection} with its
 * {@code ClientAnswers}, and {@code UpstreamConnection}.
 */
@NullMarked
package diy.mesh.dataplane.http;

import org.jspecify.annotations.NullMarked;
