package diy.mesh.model.route;

/**
 * A shuffled deck of tickets that is never stored: the n-th draw of a deck is computed.
 *
 * <p>Every {@code size} draws in a row, counted from a multiple of {@code size}, give each ticket
 * exactly once, so a 90/10 split is 90 and 10 of every 100 and not only likely so. Within a deck
 * the draws walk in strides of about the golden ratio, which spreads a small share evenly instead
 * of in bursts; each next deck starts elsewhere, so that periodic traffic meets no fixed pattern.
 */
public final class Deck {

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final int size;
  private final long seed;
  private final long stride;

  /**
   * A deck.
   *
   * @param size how many tickets: 1 or more
   * @param seed tells this deck's order from others of the same size
   * @throws IllegalArgumentException if there is no ticket
   */
  public Deck(int size, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException("size: %d (expected: >= 1)".formatted(size));
    }
    this.size = size;
    this.seed = seed;
    this.stride = stride(size);
  }

  /**
   * The n-th ticket drawn.
   *
   * @param n 0 for the first draw, then 1, 2, and so on
   * @return 0 to {@code size} - 1
   */
  public int ticket(long n) {
    long deck = n / size;
    long place = n % size;
    long start = Math.floorMod(mix(seed + deck), size);
    return (int) ((place * stride + start) % size);
  }

  /**
   * Shares no factor with the size, so that strides meet every ticket once before the first again.
   */
  private static long stride(int size) {
    long stride = Math.max(1, Math.round(size * GOLDEN));
    while (gcd(stride, size) != 1) {
      stride++;
    }
    return stride;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Spreads neighbouring seeds over all 64 bits (the finaliser of SplitMix64). */
  private static long mix(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
