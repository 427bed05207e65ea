/**
 * A config change's trip, in order: {@code source} → {@code state} → {@code snapshot} → {@code
 * stream}, which the proxies' config listens to; {@code status}, {@code sidecar} and {@code admin}
 * tell people.
 *
 * <p>In: a cluster, or a folder of YAML. Out: to each proxy, the targets that it asked for. Here
 * the stations are wired together.
 */
@NullMarked
package diy.mesh.controlplane;

import org.jspecify.annotations.NullMarked;
