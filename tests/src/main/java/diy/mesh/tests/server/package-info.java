/**
 * An app that does on purpose what few apps do: what the scenarios' pods run.
 *
 * <p>In: connections on four ports, as {@link diy.mesh.tests.server.Main} lists them. Out: answers
 * that tell what arrived. JDK only; it knows nothing of the mesh.
 */
@NullMarked
package diy.mesh.tests.server;

import org.jspecify.annotations.NullMarked;
