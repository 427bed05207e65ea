/**
 * How the command line talks to control plane and proxies: inside a node's network namespace, or
 * through a cluster's API server.
 *
 * <p>In: questions of the commands. Out: the answers of the control plane's admin API and of pods.
 */
@NullMarked
package diy.mesh.meshctl.client;

import org.jspecify.annotations.NullMarked;
