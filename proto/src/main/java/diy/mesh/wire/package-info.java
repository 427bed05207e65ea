/**
 * What crosses the wire, and the only code that translates it.
 *
 * <p>In: model values, or messages of the stream. Out: the other. Next: the stream's two ends, the
 * control plane's {@code stream} and the proxy's {@code config}.
 */
@NullMarked
package diy.mesh.wire;

import org.jspecify.annotations.NullMarked;
