/**
 * One real proxy, held to little memory and few file descriptors, among clients and servers that
 * misbehave.
 *
 * <p>In: a built checkout. Out: what the proxy's process still does, and the memory it took. Only
 * the loopback address is used, and no right is needed; these tests run with the namespace tests
 * because they take a machine's whole attention.
 */
@NullMarked
package diy.mesh.tests.abuse;

import org.jspecify.annotations.NullMarked;
