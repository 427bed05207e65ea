package diy.mesh.model.service;

/**
 * One place that serves a Service.
 *
 * @param address where it listens
 * @param workload the pod behind it, for people to read; empty where unknown
 */
public record Endpoint(Address address, String workload) {

  @Override
  public String toString() {
    return workload.isEmpty() ? address.toString() : workload + "@" + address;
  }
}
