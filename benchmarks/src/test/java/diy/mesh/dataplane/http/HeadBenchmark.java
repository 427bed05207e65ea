package diy.mesh.dataplane.http;

import diy.mesh.dataplane.telemetry.NewTraces;
import diy.mesh.dataplane.telemetry.RequestIds;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A request's head: read, and written for the upstream. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeadBenchmark {

  /** As a browser sends it. */
  static final String REQUEST =
      """
      GET /cart/items?id=7&page=2 HTTP/1.1
      Host: app-b.demo.svc
      User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0
      Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
      Accept-Language: en-US,en;q=0.5
      Accept-Encoding: gzip, deflate, br, zstd
      Cookie: session=0123456789abcdef0123456789abcdef; theme=dark
      Cache-Control: no-cache

      """
          .replace("\n", "\r\n");

  private static final int ROOM = 4_096;
  private static final Address DESTINATION = Address.of("10.202.0.10", 80);

  private final HeadParser parser = new HeadParser(Limits.DEFAULT);
  private final RequestIds.Source ids =
      new RequestIds.Source(NewTraces.SAMPLED, new SplittableRandom(1));
  private final ByteBuf in = PooledByteBufAllocator.DEFAULT.directBuffer(ROOM);
  private final ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(ROOM);
  private RequestMessage request = parse(new HeadParser(Limits.DEFAULT), buffer());

  private ByteBuf buffer() {
    return in.clear().writeBytes(REQUEST.getBytes(StandardCharsets.US_ASCII));
  }

  /** A parsed request and a buffer that holds it. */
  @Setup
  public void fill() {
    request = parse(parser, buffer());
    in.readerIndex(0);
  }

  @Benchmark
  public Object parse() {
    in.readerIndex(0);
    return parse(parser, in);
  }

  private static RequestMessage parse(HeadParser parser, ByteBuf in) {
    try {
      return Objects.requireNonNull(parser.request(in), "a whole head is in the buffer");
    } catch (Malformed e) {
      throw new IllegalStateException(e);
    }
  }

  /** With ids of its own, as at the first proxy of a trip. */
  @Benchmark
  public ByteBuf write() {
    out.clear();
    HeadWriter.request(
        request, ReceivedIds.complete(request, ids), ForwardedFields.NONE, DESTINATION, out);
    return out;
  }

  /** What was written last. */
  String written() {
    return out.toString(StandardCharsets.US_ASCII);
  }

  @TearDown
  public void release() {
    in.release();
    out.release();
  }
}
