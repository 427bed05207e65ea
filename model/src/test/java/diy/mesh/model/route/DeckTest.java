package diy.mesh.model.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeckTest {

  @Test
  void every_deck_holds_every_ticket_once() {
    for (long seed = 0; seed < 300; seed++) {
      var dice = new Random(seed);
      int size = 1 + dice.nextInt(500);
      var deck = new Deck(size, dice.nextLong());
      long first = dice.nextInt(100) * (long) size;

      var drawn = LongStream.range(first, first + size).mapToInt(deck::ticket).sorted();

      assertThat(drawn.toArray())
          .as("seed %d", seed)
          .containsExactly(IntStream.range(0, size).toArray());
    }
  }

  @Test
  void a_small_share_comes_evenly_spread_and_not_in_bursts() {
    var deck = new Deck(100, 42);

    var withinTenTickets =
        LongStream.range(0, 100).filter(n -> deck.ticket(n) < 10).boxed().toList();

    for (int i = 1; i < withinTenTickets.size(); i++) {
      assertThat(withinTenTickets.get(i) - withinTenTickets.get(i - 1)).isBetween(5L, 20L);
    }
  }

  @Test
  void the_next_deck_has_another_order() {
    var deck = new Deck(100, 42);

    var first = LongStream.range(0, 100).mapToInt(deck::ticket).toArray();
    var second = LongStream.range(100, 200).mapToInt(deck::ticket).toArray();

    assertThat(second).isNotEqualTo(first);
  }
}
