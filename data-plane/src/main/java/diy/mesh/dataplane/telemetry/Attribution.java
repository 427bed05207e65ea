package diy.mesh.dataplane.telemetry;

/**
 * Whose request it was: made when a plan is compiled, handed on by each decision.
 *
 * @param series what it is counted under
 * @param origin the rule with its file and line, for people to read; empty where no rule decided
 */
public record Attribution(Series series, String origin) {

  /** For what no rule decided. */
  public static Attribution withoutRule(SeriesTable series, Direction direction, String route) {
    return new Attribution(series.of(direction, route, ""), "");
  }
}
