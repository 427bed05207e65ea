package diy.mesh.controlplane.stream;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A way to a proxy that keeps what was sent, and is ready when a test says so. */
final class FakeLink implements ProxyLink {

  private final List<Outgoing> sent = new ArrayList<>();
  private boolean ready = true;
  private @Nullable Status end;

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void send(Outgoing message) {
    sent.add(message);
  }

  @Override
  public void end(Status status) {
    end = status;
  }

  void ready(boolean now) {
    ready = now;
  }

  @Nullable Status end() {
    return end;
  }

  /** What was sent since this was asked last. */
  List<Outgoing> take() {
    var taken = List.copyOf(sent);
    sent.clear();
    return taken;
  }
}
