/**
 * Manifests as they would be with the mesh in their pods.
 *
 * <p>In: YAML of any resources, and the {@link diy.mesh.admission.inject.Injector} that the webhook
 * runs. Out: the same with patched pods, and what their authors are to be told. Pure: next is
 * whoever prints it.
 */
@NullMarked
package diy.mesh.meshctl.inject;

import org.jspecify.annotations.NullMarked;
