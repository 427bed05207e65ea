package diy.mesh.controlplane.status;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a route's status shall be. Pure; equal to another one that says the same. */
sealed interface RouteStatus permits CanaryStatus, GatewayStatus {

  /** Of what it is about: {@code metadata.generation}. */
  long generation();

  /**
   * The fields to write.
   *
   * @param present the resource as it is, of the same generation
   * @param now when a condition changes that changes with this
   * @return empty where the status says all this already
   */
  Optional<Map<String, Object>> over(StatusWriter.Store.Stored present, Instant now);
}
