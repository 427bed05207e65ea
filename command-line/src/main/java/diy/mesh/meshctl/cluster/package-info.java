/**
 * The cluster that {@code kubectl} talks to.
 *
 * <p>In: words for kubectl, which has the person's own settings, credentials and plugins. Out: what
 * it said. Next: the commands that install the mesh, and take it away.
 */
@NullMarked
package diy.mesh.meshctl.cluster;

import org.jspecify.annotations.NullMarked;
