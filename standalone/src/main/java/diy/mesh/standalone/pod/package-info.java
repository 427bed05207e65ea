/**
 * What does a pod ask for? After {@code objects}, before {@code kubelet}.
 *
 * <p>In: a pod or its template as a tree, and the image table. Out: a {@link
 * diy.mesh.standalone.pod.PodSpec} with all that one machine can do, problems with their lines for
 * what it cannot, and the words and environment that start each container. Pure.
 */
@NullMarked
package diy.mesh.standalone.pod;

import org.jspecify.annotations.NullMarked;
