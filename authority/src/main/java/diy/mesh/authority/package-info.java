/**
 * The mesh's own certificate authority.
 *
 * <p>In: a moment, a source of randomness, the names that a server is called by. Out: certificates
 * that live for hours, and the keys that a TLS server takes for each handshake ({@link
 * diy.mesh.authority.ServingKeys}). Where the authority itself is kept, so that all replicas are
 * the same one: {@code diy.mesh.authority.kubernetes}. Its certificate is what proxies and the API
 * server trust.
 */
@NullMarked
package diy.mesh.authority;

import org.jspecify.annotations.NullMarked;
