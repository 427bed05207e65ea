package diy.mesh.model.route;

/**
 * What happens to the requests of a target.
 *
 * @param origin where it was written
 * @param backends who serves them
 */
public record Rule(Origin origin, WeightedBackends backends) {}
