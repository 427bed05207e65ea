/**
 * The cluster that {@code kubectl} talks to.
 *
 * <p>In: words for kubectl, which has the person's own settings, credentials and plugins. Out: what
 * it said, and objects, admin ports and findings made of that. Next: the commands that install the
 * mesh and take it away, and {@code ClusterMesh}, which answers for the mesh that is there.
 */
@NullMarked
package diy.mesh.meshctl.cluster;

import org.jspecify.annotations.NullMarked;
