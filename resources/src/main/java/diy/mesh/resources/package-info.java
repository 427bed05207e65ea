/**
 * Which resources are there? After {@link diy.mesh.resources.yaml}, before the control plane's
 * state.
 *
 * <p>In: trees of YAML or JSON, and where they are from. Out: {@link diy.mesh.resources.Resource}s,
 * each part checked and every problem named with its line. The kinds of Kubernetes ignore what they
 * do not know, as Kubernetes does; our own are strict. Shared by all that read resources: folder
 * and cluster sources, admission, the command line. Never in the data plane.
 */
@NullMarked
package diy.mesh.resources;

import org.jspecify.annotations.NullMarked;
