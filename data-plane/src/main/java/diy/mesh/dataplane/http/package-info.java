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
 *
 * <p>HTTP/2: {@code StreamCodec} (Netty's frames, our bounds), {@code FloodGuard} (who sends too
 * many), {@code ReceivedHead} (strict, RFC 9113; from here on a head is one of HTTP/1), {@code
 * HeadFrames} (and back), {@code ClientStreams} with one {@code ClientStream} for each request,
 * {@code StreamPool} with {@code UpstreamStreams} and one {@code UpstreamStream} for each.
 */
@NullMarked
package diy.mesh.dataplane.http;

import org.jspecify.annotations.NullMarked;
