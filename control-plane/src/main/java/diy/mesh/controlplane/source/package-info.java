/**
 * What has changed? The first station of a config change.
 *
 * <p>In: whatever a source watches. Out: {@link diy.mesh.controlplane.source.SourceChange}s, each
 * of which takes effect as one. Next: {@code state}.
 */
@NullMarked
package diy.mesh.controlplane.source;

import org.jspecify.annotations.NullMarked;
