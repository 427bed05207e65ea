/**
 * The demo: traffic that never stops while a route moves it from one version to the next.
 *
 * <p>In: a number of requests. Out: a picture on a terminal and the counts of each phase. What is
 * counted, drawn and written ({@link diy.mesh.meshctl.demo.Ledger} and its neighbours) is pure;
 * {@link diy.mesh.meshctl.demo.Traffic} and {@link diy.mesh.meshctl.demo.Stage} are its shells.
 */
@NullMarked
package diy.mesh.meshctl.demo;

import org.jspecify.annotations.NullMarked;
