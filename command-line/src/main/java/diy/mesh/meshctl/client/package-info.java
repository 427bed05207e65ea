/**
 * How the command line talks to what runs inside the node's network namespace.
 *
 * <p>In: questions of the commands. Out: the answers of the control plane's admin API and of pods.
 */
@NullMarked
package diy.mesh.meshctl.client;

import org.jspecify.annotations.NullMarked;
