package diy.mesh.controlplane.stream;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.controlplane.snapshot.VersionedTarget;
import diy.mesh.model.service.Address;
import diy.mesh.model.service.Cidr;
import diy.mesh.model.target.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {

  private final Outbox outbox = new Outbox(3);

  @Test
  void messages_leave_in_the_order_they_came() {
    outbox.offer(new Outgoing.Welcome());
    outbox.offer(update("10.0.0.1", "0.0.0.0/1"));
    outbox.offer(new Outgoing.Withdraw(Cidr.parse("0.0.0.0/1")));

    assertThat(drain())
        .containsExactly(
            new Outgoing.Welcome(),
            update("10.0.0.1", "0.0.0.0/1"),
            new Outgoing.Withdraw(Cidr.parse("0.0.0.0/1")));
  }

  @Test
  void of_each_address_only_the_newest_target_waits() {
    outbox.offer(update("10.0.0.1", "0.0.0.0/1"));
    outbox.offer(update("10.0.0.2", "0.0.0.0/2"));
    outbox.offer(update("10.0.0.1", "0.0.0.0/3"));

    assertThat(drain())
        .containsExactly(update("10.0.0.2", "0.0.0.0/2"), update("10.0.0.1", "0.0.0.0/3"));
  }

  @Test
  void what_nobody_wants_any_more_waits_no_longer() {
    outbox.offer(update("10.0.0.1", "0.0.0.0/1"));

    outbox.forget(Address.of("10.0.0.1", 80));

    assertThat(drain()).isEmpty();
  }

  @Test
  void more_than_its_bound_makes_it_overfull() {
    for (int i = 1; i <= 3; i++) {
      outbox.offer(update("10.0.0." + i, "0.0.0.0/1"));
    }
    assertThat(outbox.isOverfull()).isFalse();

    outbox.offer(update("10.0.0.4", "0.0.0.0/1"));

    assertThat(outbox.isOverfull()).isTrue();
  }

  private List<Outgoing> drain() {
    var drained = new ArrayList<Outgoing>();
    for (var next = outbox.poll(); next != null; next = outbox.poll()) {
      drained.add(next);
    }
    return drained;
  }

  private static Outgoing.Update update(String ip, String block) {
    return new Outgoing.Update(
        Address.of(ip, 80), VersionedTarget.of(new Target.NotOurs(Cidr.parse(block))));
  }
}
