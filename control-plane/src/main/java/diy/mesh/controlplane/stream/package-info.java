/**
 * Who wants to know? After {@code snapshot}; what is sent is the next station's, the proxy's {@code
 * config}.
 *
 * <p>In: changes of a source, and proxies that ask for addresses. Out: to each proxy, the targets
 * it holds as they become others, and nothing else. {@code Publisher} folds changes in and finds
 * whom they concern; {@code DiscoveryService} is the gRPC around it, and the only code of the
 * control plane that knows the wire's messages.
 */
@NullMarked
package diy.mesh.controlplane.stream;

import org.jspecify.annotations.NullMarked;
