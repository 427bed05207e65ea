/**
 * The threads everything runs on: one event loop per core, and what belongs to just one of them.
 *
 * <p>In: how many. Out: an event loop group for listeners, upstreams, the config stream and admin,
 * and values that one loop has to itself. Next: {@code listener}.
 */
@NullMarked
package diy.mesh.dataplane.loop;

import org.jspecify.annotations.NullMarked;
