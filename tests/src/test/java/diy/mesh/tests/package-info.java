/**
 * Rules that no single module can hold: the dependency arrows and the house's tidiness.
 *
 * <p>In: all classes and all tracked files of the project. Out: what breaks a rule, by name.
 */
@NullMarked
package diy.mesh.tests;

import org.jspecify.annotations.NullMarked;
