/**
 * What a command prints on: a person's terminal, or a file that wants plain lines.
 *
 * <p>In: lines, colours by meaning. Out: bytes on standard output or standard error.
 */
@NullMarked
package diy.mesh.meshctl.terminal;

import org.jspecify.annotations.NullMarked;
