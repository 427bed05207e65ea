/**
 * The app of the demo: app-a calls app-b, and every answer tells who gave it.
 *
 * <p>In: an HTTP request. Out: the name, version and host of this instance, followed by what its
 * upstream answered, where it has one. Knows nothing of the mesh, as any app.
 */
@NullMarked
package diy.mesh.sample;

import org.jspecify.annotations.NullMarked;
