package diy.mesh.resources;

import diy.mesh.model.service.ServiceName;
import java.util.OptionalInt;

/**
 * Who gets a share.
 *
 * @param weight its share of the sum of all weights: 0 to 1,000,000
 * @param port of the backend; empty for the one that fits the caller's port
 */
public record RouteBackend(ServiceName service, int weight, OptionalInt port) {

  @Override
  public String toString() {
    return port.isEmpty() ? service.toString() : service + ":" + port.getAsInt();
  }
}
