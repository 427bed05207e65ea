/**
 * What heads cost by themselves. Here, and not in a package of benchmarks, because nobody else sees
 * the data plane's parser.
 *
 * <p>In: a request as clients send it. Out: nanoseconds and bytes, by JMH.
 */
@NullMarked
package diy.mesh.dataplane.http;

import org.jspecify.annotations.NullMarked;
