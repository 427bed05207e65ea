package diy.mesh.dataplane.telemetry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers for what requests are counted under, given when a plan is compiled: a request finds its
 * own without looking anything up. Any thread; bounded.
 */
public final class SeriesTable {

  /** The route of what goes to the pod's own app. */
  public static final String INBOUND = "inbound";

  /** The route of what is nothing of the mesh's, or unknown, and goes where it was going. */
  public static final String PASSTHROUGH = "passthrough";

  /** The route of requests that could not be read, so that none was chosen. */
  public static final String UNREAD = "unread";

  /** The route and backend of everything beyond the bound. */
  static final String OTHER = "other";

  private record Key(Direction direction, String route, String backend) {}

  private final int most;
  private final Map<Key, Series> byKey = new HashMap<>();
  private final List<Series> all = new ArrayList<>();
  private final Map<Direction, Series> others;
  private long turnedAway;

  /**
   * An empty table.
   *
   * @param most how many combinations are told apart, besides {@code other} for each direction
   */
  public SeriesTable(int most) {
    this.most = most;
    this.others =
        Map.of(
            Direction.INBOUND, add(new Key(Direction.INBOUND, OTHER, OTHER)),
            Direction.OUTBOUND, add(new Key(Direction.OUTBOUND, OTHER, OTHER)));
  }

  /** The series of these labels; {@code other} where there is no room for a new one. */
  public synchronized Series of(Direction direction, String route, String backend) {
    var key = new Key(direction, route, backend);
    Series known = byKey.get(key);
    if (known != null) {
      return known;
    }
    if (all.size() - others.size() >= most) {
      turnedAway++;
      return others.getOrDefault(direction, all.getFirst());
    }
    return add(key);
  }

  private Series add(Key key) {
    var series = new Series(all.size(), key.direction(), key.route(), key.backend());
    all.add(series);
    byKey.put(key, series);
    return series;
  }

  /** Those given so far, each in the place of its number. */
  synchronized List<Series> all() {
    return List.copyOf(all);
  }

  /** How often somebody got {@code other} for want of room. */
  synchronized long turnedAway() {
    return turnedAway;
  }
}
