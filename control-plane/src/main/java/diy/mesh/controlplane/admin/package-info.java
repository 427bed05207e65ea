/**
 * What is going on? For people, {@code meshctl} and Prometheus; beside the trip, not on it.
 *
 * <p>In: HTTP requests. Out: the routes and their verdicts, the files and their problems, the
 * proxies and what they hold, and how far a change has got, as JSON.
 */
@NullMarked
package diy.mesh.controlplane.admin;

import org.jspecify.annotations.NullMarked;
