/**
 * Who can be talked to: services, their endpoints and the addresses they have.
 *
 * <p>In: what a source read. Out: values that {@code route} and {@code target} are made of. Pure.
 */
@NullMarked
package diy.mesh.model.service;

import org.jspecify.annotations.NullMarked;
