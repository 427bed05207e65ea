/**
 * The storing part of an API server: one file per object, written whole or not at all.
 *
 * <p>In: manifests as people wrote them. Out: validated files in {@code objects/}, which the node
 * and the control plane watch. What one machine cannot do is refused here, by file and line.
 */
@NullMarked
package diy.mesh.standalone.objects;

import org.jspecify.annotations.NullMarked;
