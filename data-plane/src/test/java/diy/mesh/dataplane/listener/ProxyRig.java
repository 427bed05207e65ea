package diy.mesh.dataplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.dataplane.config.Answers;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.http.ForwardedPolicy;
import diy.mesh.dataplane.http.Limits;
import diy.mesh.dataplane.http.Upstreams;
import diy.mesh.dataplane.loop.Drain;
import diy.mesh.dataplane.loop.EventLoops;
import diy.mesh.dataplane.loop.Patience;
import diy.mesh.dataplane.loop.PerLoop;
import diy.mesh.dataplane.path.RequestPath;
import diy.mesh.dataplane.telemetry.Direction;
import diy.mesh.dataplane.telemetry.LineFormat;
import diy.mesh.dataplane.telemetry.LineWriter;
import diy.mesh.dataplane.telemetry.LogSwitches;
import diy.mesh.dataplane.telemetry.Metric;
import diy.mesh.dataplane.telemetry.NewTraces;
import diy.mesh.dataplane.telemetry.Observer;
import diy.mesh.dataplane.telemetry.Redaction;
import diy.mesh.dataplane.telemetry.RequestIds;
import diy.mesh.dataplane.telemetry.RequestLog;
import diy.mesh.dataplane.telemetry.RequestTrace;
import diy.mesh.dataplane.telemetry.Telemetry;
import diy.mesh.dataplane.upstream.Dialer;
import diy.mesh.dataplane.upstream.IdleLimit;
import diy.mesh.model.service.Address;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The proxy's whole data path on loopback; all its connections "were going" to one address. */
final class ProxyRig implements AutoCloseable {

  private static final Duration SILENCE = Duration.ofMillis(50);
  private static final IdleLimit IDLE =
      new IdleLimit(Duration.ofSeconds(4), Duration.ofSeconds(60), 100);
  private static final RequestIds.Source IDS =
      new RequestIds.Source(NewTraces.SAMPLED, new SplittableRandom());
  private static final RequestTrace.Limits TRACES =
      new RequestTrace.Limits(2, 2_000, Redaction.of(List.of("X-Pin"), false));
  private static final Address SERVICE = Address.of("10.202.0.9", 80);
  private static final int PATIENCE_MILLIS = 10_000;

  private final EventLoops loops = EventLoops.start(1);
  private final Telemetry telemetry = new Telemetry(100);
  private final Listener listener;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final LineWriter lines = LineWriter.start(written, 100);
  private final LogSwitches log = new LogSwitches(LineFormat.OFF, false);
  private final RequestLog.Outputs outputs =
      new RequestLog.Outputs(log, TRACES, lines, lines, InstantSource.system(), System::nanoTime);
  private final Listeners listeners;

  private long pastNanos;

  /** A proxy that takes connections to its own app. */
  ProxyRig(Address destination) throws IOException {
    this(destination, false);
  }

  /** A proxy with room for so many connections. */
  ProxyRig(Address destination, int connections) throws IOException {
    this(destination, Direction.INBOUND, List.of(), false, connections, Set.of());
  }

  ProxyRig(Address destination, boolean allowConnect) throws IOException {
    this(destination, Direction.INBOUND, List.of(), allowConnect, 1_000, Set.of());
  }

  /** A proxy that looks at no byte of what goes to its app. */
  static ProxyRig opaque(Address destination) throws IOException {
    return new ProxyRig(
        destination, Direction.INBOUND, List.of(), false, 1_000, Set.of(destination.port()));
  }

  /** A proxy that takes its app's connections to a Service. */
  static ProxyRig toService(Address... endpoints) throws IOException {
    return new ProxyRig(SERVICE, Direction.OUTBOUND, List.of(endpoints), false, 1_000, Set.of());
  }

  private ProxyRig(
      Address destination,
      Direction direction,
      List<Address> endpoints,
      boolean allowConnect,
      int connections,
      Set<Integer> opaquePorts)
      throws IOException {
    var counters = new PerLoop<>(telemetry::newCounters);
    var dialer = new Dialer(loops, Duration.ofSeconds(2));
    var targets =
        new TargetTable(
            loops.group().next(),
            new TargetTable.Limits(Duration.ofSeconds(1), Duration.ofMinutes(1), 16),
            counters,
            telemetry.series(),
            InstantSource.system(),
            new Random(0));
    Answers.toAll(targets, loops.group().next(), Answers.service(endpoints));
    var stations =
        new ConnectionTrip.Stations(
            _ -> destination,
            targets,
            new RequestPath(new OwnListeners(Set.of(15_006)), allowConnect, telemetry.series()),
            dialer,
            new PerLoop<>(
                () ->
                    new Upstreams(
                        dialer,
                        new Observer(counters.get(), IDS, new RequestLog(outputs, counters.get())),
                        Limits.DEFAULT,
                        IDLE,
                        ForwardedPolicy.APPEND)),
            new ConnectionRoom(connections),
            Patience.DEFAULT,
            SILENCE,
            opaquePorts,
            () -> pastNanos);
    listener = Listener.bind(loops, 0, direction, stations);
    listeners = new Listeners(List.of(listener));
  }

  /**
   * Holds the proxy's only event loop until the result is closed: what happens meanwhile it finds
   * all at once, as after a busy moment.
   */
  Pause pause() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var pause = new Pause(new CountDownLatch(1));
    loops
        .group()
        .next()
        .execute(
            () -> {
              begun.countDown();
              pause.await();
            });
    begun.await();
    return pause;
  }

  /** While it is open the proxy does nothing. */
  record Pause(CountDownLatch over) implements AutoCloseable {
    private void await() {
      try {
        assertThat(over.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void close() {
      over.countDown();
    }
  }

  /** What is written about requests; nothing until a test asks for it. */
  LogSwitches log() {
    return log;
  }

  /** Ends the proxy and gives the lines it has written. */
  List<String> endAndRead() {
    close();
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** The samples of a metric as they are scraped now. */
  List<String> samples(String name) {
    return telemetry.exposition().lines().filter(line -> line.startsWith(name + "{")).toList();
  }

  /** Waits for what the event loop is about to do. */
  void await(BooleanSupplier happened) {
    long end = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    while (!happened.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  long count(Metric metric) {
    return telemetry.value(metric);
  }

  /** How many requests are over. */
  double requests() {
    return samples("mesh_proxy_requests_total").stream()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Waits until something has been counted so often. */
  void await(Metric metric, long count) {
    while (count(metric) != count) {
      settle();
    }
  }

  /** Waits until every connection's bytes that are here were read. */
  void awaitReceived() {
    for (int i = 0; i < 100; i++) {
      settle();
    }
  }

  /** Waits until a count has not changed while the loop went round many times. */
  void awaitStill(Metric metric) {
    long before = -1;
    int same = 0;
    while (same < 2_000) {
      settle();
      long now = count(metric);
      same = now == before ? same + 1 : 0;
      before = now;
    }
  }

  /** One round of the loop, with all that the sockets have to say. */
  private void settle() {
    loops.group().next().submit(() -> {}).syncUninterruptibly();
  }

  /** What the buffers of all connections take now. */
  long usedDirectBytes() {
    return ((ByteBufAllocatorMetricProvider) loops.allocator()).metric().usedDirectMemory();
  }

  /**
   * Lets time pass for the limits, after everything that has arrived was seen. The first tick notes
   * that nothing happens, the second how long.
   */
  void pass(Duration time) {
    var loop = loops.group().next();
    for (var by : List.of(Duration.ZERO, time)) {
      loop.submit(() -> tick(by)).syncUninterruptibly();
    }
  }

  private void tick(Duration by) {
    pastNanos += by.toNanos();
    listener.drain().open().tick();
  }

  /** From now on each response is its connection's last; when it is done none is taken any more. */
  Future<?> beginToStop() {
    listener.drain().begin();
    return listener.closeBehindQueue();
  }

  /** Ends as the proxy does. */
  Drain.Tally stop(Duration most) throws InterruptedException {
    return listeners.drain(most);
  }

  /** Where it takes connections. */
  Address address() {
    return new Address(InetAddress.getLoopbackAddress(), listener.port());
  }

  Client connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new Client(socket);
  }

  /** Sends bytes on a connection of their own, then reads until the proxy closes it. */
  String exchange(String bytes) throws IOException {
    try (var client = connect()) {
      client.send(bytes);
      return client.readToEnd();
    }
  }

  @Override
  public void close() {
    listener.close();
    loops.close();
    lines.close();
  }

  /** A client's end of a connection to the proxy. */
  record Client(Socket socket) implements AutoCloseable {

    void send(String bytes) throws IOException {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    }

    InputStream in() throws IOException {
      return socket.getInputStream();
    }

    /** Reads until what was read ends with {@code end}. */
    String readUntil(String end) throws IOException {
      var read = new StringBuilder();
      while (read.length() < end.length()
          || read.lastIndexOf(end) != read.length() - end.length()) {
        int octet = in().read();
        if (octet < 0) {
          throw new IOException("connection ended behind: " + read);
        }
        read.append((char) octet);
      }
      return read.toString();
    }

    String readToEnd() throws IOException {
      return new String(in().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
