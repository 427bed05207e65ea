package diy.mesh.dataplane.telemetry;

/**
 * What requests are counted under. Made once for each combination and kept for the life of the
 * process, so that a change of weights or endpoints resets no counter.
 *
 * @param number its place in each event loop's cells, 0 for the first
 * @param direction which way its requests cross the pod's border
 * @param route the rule's kind and {@code namespace/name}, or one of {@link SeriesTable}'s words
 * @param backend whom the weights chose, {@code namespace/name}; empty where nobody was
 */
public record Series(int number, Direction direction, String route, String backend) {}
