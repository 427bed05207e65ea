/**
 * The proxy beside HAProxy, nginx and Envoy, on one machine and in one run.
 *
 * <p>In: built planes, the peers' programs, {@code wrk} and {@code h2load}, in a network of its own
 * that {@code benchmarks/run} makes. Out: a table of medians and their ratios, and one line of
 * JSON. Each {@link diy.mesh.benchmarks.Row} starts the proxies it needs and ends them.
 */
@NullMarked
package diy.mesh.benchmarks;

import org.jspecify.annotations.NullMarked;
