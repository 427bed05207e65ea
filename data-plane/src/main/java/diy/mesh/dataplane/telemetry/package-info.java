/**
 * What happened, in numbers. Touched by every station of the path.
 *
 * <p>In: what each event loop counts, in plain slots of its own. Out: the sums, as Prometheus text,
 * for {@code admin}. Knows no Netty.
 */
@NullMarked
package diy.mesh.dataplane.telemetry;

import org.jspecify.annotations.NullMarked;
