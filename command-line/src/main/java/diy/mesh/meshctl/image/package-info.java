/**
 * The container images of the mesh.
 *
 * <p>In: a checkout, and a tool that builds images. Out: one image for each {@link
 * diy.mesh.meshctl.image.Component}, built from its Dockerfile, and loaded where a cluster takes
 * its images from, as no registry has them.
 */
@NullMarked
package diy.mesh.meshctl.image;

import org.jspecify.annotations.NullMarked;
