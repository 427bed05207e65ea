package diy.mesh.dataplane.http;

import diy.mesh.dataplane.telemetry.Counters;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionDecoder;
import io.netty.handler.codec.http2.DefaultHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.DefaultHttp2FrameWriter;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.DefaultHttp2LocalFlowController;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2PromisedRequestVerifier;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/**
 * Netty's frames and HPACK, with our bounds: what one connection of HTTP/2 reads and writes with.
 *
 * @param settings what the peer is told
 */
record StreamCodec(
    Http2ConnectionDecoder decoder,
    Http2ConnectionEncoder encoder,
    FloodGuard guard,
    Http2Settings settings) {

  private static final int MOST_BUFFERED_RESERVATIONS = 0;
  private static final float UPDATE_AT_HALF = 0.5f;

  /** For a connection that was accepted, or else dialed. */
  static StreamCodec of(boolean accepted, Limits limits, Counters counters) {
    StreamLimits streams = limits.streams();
    var connection = new DefaultHttp2Connection(accepted, MOST_BUFFERED_RESERVATIONS);
    // All streams alike: RFC 9113 section 5.3.2 asks nobody for priorities any more.
    connection
        .remote()
        .flowController(
            new DefaultHttp2RemoteFlowController(
                connection, new UniformStreamByteDistributor(connection)));
    var writer = new DefaultHttp2FrameWriter(new LiteralFields());
    connection
        .local()
        .flowController(
            new DefaultHttp2LocalFlowController(connection, UPDATE_AT_HALF, false)
                .frameWriter(writer));
    var encoder = new DefaultHttp2ConnectionEncoder(connection, writer);
    var guard =
        new FloodGuard(
            connection,
            new DefaultHttp2FrameReader(new HeadDecoder(limits), streams.continuations()),
            streams,
            counters,
            System::nanoTime);
    var decoder =
        new DefaultHttp2ConnectionDecoder(
            connection,
            encoder,
            guard,
            Http2PromisedRequestVerifier.ALWAYS_VERIFY,
            true,
            true,
            false);
    var settings =
        new Http2Settings()
            .initialWindowSize(streams.windowBytes())
            .maxHeaderListSize(limits.headBytes());
    if (accepted) {
      settings.maxConcurrentStreams(streams.concurrent());
    } else {
      settings.pushEnabled(false);
    }
    return new StreamCodec(decoder, encoder, guard, settings);
  }

  /** Reads heads into the form that everything behind it knows. */
  private static final class HeadDecoder extends DefaultHttp2HeadersDecoder {
    private final Limits limits;

    HeadDecoder(Limits limits) {
      super(false, limits.headBytes());
      this.limits = limits;
    }

    @Override
    protected Http2Headers newHeaders() {
      return new ReceivedHead(limits);
    }
  }

  /**
   * Writes each field out, without a table of those before: a few bytes more on a short way, and no
   * head is kept for the sake of one of its fields.
   */
  private static final class LiteralFields extends DefaultHttp2HeadersEncoder {
    LiteralFields() {
      super(Http2HeadersEncoder.NEVER_SENSITIVE, true);
      try {
        super.maxHeaderTableSize(0);
      } catch (Http2Exception e) {
        throw new IllegalStateException(e);
      }
    }

    /** However much the peer would keep. */
    @Override
    public void maxHeaderTableSize(long most) {}
  }
}
