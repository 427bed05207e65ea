package diy.mesh.dataplane.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.model.service.Address;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {

  private static final Address APP_B = Address.of("10.0.0.1", 8080);
  private static final Address APP_C = Address.of("10.0.0.2", 8080);

  private final class Fake implements ConnectionPool.Pooled {
    private final long idleNanos;
    private boolean usable = true;
    private boolean closed;

    Fake() {
      this(100);
    }

    Fake(long idleNanos) {
      this.idleNanos = idleNanos;
    }

    @Override
    public long idleNanos() {
      return idleNanos;
    }

    @Override
    public boolean isUsable() {
      return usable;
    }

    /** As a channel that closes at once. */
    @Override
    public void close() {
      closed = true;
      pool.remove(APP_B, this);
    }
  }

  private long now = 1_000;
  private final ConnectionPool<Fake> pool = new ConnectionPool<>(() -> now, 2);

  @Test
  void the_connection_used_last_is_taken_first() {
    var first = new Fake();
    var second = new Fake();
    pool.put(APP_B, first);
    pool.put(APP_B, second);

    assertThat(pool.take(APP_B)).isSameAs(second);
    assertThat(pool.take(APP_B)).isSameAs(first);
    assertThat(pool.take(APP_B)).isNull();
  }

  @Test
  void where_enough_are_kept_the_oldest_makes_room_whatever_it_leads_to() {
    var oldest = new Fake();
    var other = new Fake();
    pool.put(APP_B, oldest);
    pool.put(APP_C, other);

    boolean madeRoom = pool.put(APP_C, new Fake());

    assertThat(madeRoom).isTrue();
    assertThat(oldest.closed).isTrue();
    assertThat(other.closed).isFalse();
    assertThat(pool.take(APP_B)).isNull();
  }

  @Test
  void who_is_taken_or_forgotten_or_over_leaves_room() {
    var forgotten = new Fake();
    pool.put(APP_B, forgotten);
    pool.put(APP_C, new Fake());
    pool.take(APP_C);
    pool.remove(APP_B, forgotten);
    pool.put(APP_B, new Fake(1));
    now += 2;
    pool.sweep();

    assertThat(pool.put(APP_B, new Fake())).isFalse();
    assertThat(pool.put(APP_C, new Fake())).isFalse();
    assertThat(pool.put(APP_C, new Fake())).isTrue();
  }

  @Test
  void a_connection_that_is_not_usable_any_more_is_passed_over_and_closed() {
    var stale = new Fake();
    pool.put(APP_B, stale);
    stale.usable = false;

    assertThat(pool.take(APP_B)).isNull();
    assertThat(stale.closed).isTrue();
  }

  @Test
  void the_oldest_makes_room_where_enough_are_kept() {
    var oldest = new Fake();
    pool.put(APP_B, oldest);
    pool.put(APP_B, new Fake());
    pool.put(APP_B, new Fake());

    assertThat(oldest.closed).isTrue();
  }

  @Test
  void what_is_idle_for_too_long_is_closed_and_the_rest_is_kept() {
    var old = new Fake();
    var young = new Fake();
    pool.put(APP_B, old);
    now += 60;
    pool.put(APP_B, young);
    now += 40;

    assertThat(pool.sweep()).isTrue();
    assertThat(old.closed).isTrue();
    assertThat(young.closed).isFalse();
    now += 60;
    assertThat(pool.sweep()).isFalse();
  }

  @Test
  void each_connection_is_kept_as_long_as_its_own_server_lets_it() {
    var patient = new Fake(200);
    var impatient = new Fake(50);
    pool.put(APP_B, patient);
    pool.put(APP_B, impatient);
    now += 50;

    assertThat(pool.sweep()).isTrue();
    assertThat(impatient.closed).isTrue();
    assertThat(pool.take(APP_B)).isSameAs(patient);
  }

  @Test
  void a_connection_whose_time_is_up_is_never_given_even_where_nobody_swept() {
    var late = new Fake(50);
    pool.put(APP_B, late);
    now += 50;

    assertThat(pool.take(APP_B)).isNull();
    assertThat(late.closed).isTrue();
  }

  @Test
  void a_connection_that_was_removed_is_never_given() {
    var gone = new Fake();
    pool.put(APP_B, gone);

    pool.remove(APP_B, gone);

    assertThat(pool.take(APP_B)).isNull();
  }
}
