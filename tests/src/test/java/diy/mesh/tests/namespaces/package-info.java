/**
 * Whole trips on real network namespaces and real iptables, one class for each behaviour.
 *
 * <p>In: a built checkout and root. Out: what a user of {@code ./meshctl} sees; nothing is left
 * behind. All classes share one node, which the first starts and {@link
 * diy.mesh.tests.namespaces.DownTest} ends.
 */
@NullMarked
package diy.mesh.tests.namespaces;

import org.jspecify.annotations.NullMarked;
