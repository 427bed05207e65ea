/**
 * The node as the command line sees it: namespaces of its own and a state directory.
 *
 * <p>In: settings and objects. Out: a node that runs or is gone, and reports on its pods. Next:
 * {@code standalone}, which is the node.
 */
@NullMarked
package diy.mesh.meshctl.node;

import org.jspecify.annotations.NullMarked;
