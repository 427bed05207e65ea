/**
 * What commands answer, each as one value with two faces: lines for people, and for programs JSON
 * with the names of its components.
 *
 * <p>In: what node, control plane and proxies say. Out: {@link diy.mesh.meshctl.report.Report}s.
 * Next: {@code terminal}. Pure.
 */
@NullMarked
package diy.mesh.meshctl.report;

import org.jspecify.annotations.NullMarked;
