/**
 * What the machine must offer, and what a node keeps on it: namespaces around a node, root and
 * programs, the lock, folders.
 *
 * <p>In: a state directory and the built repository. Out: a directory in which a node can work, or
 * one sentence on what is missing and the command that helps; nothing at all after the node.
 */
@NullMarked
package diy.mesh.standalone.machine;

import org.jspecify.annotations.NullMarked;
