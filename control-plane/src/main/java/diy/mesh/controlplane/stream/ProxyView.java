package diy.mesh.controlplane.stream;

import diy.mesh.model.service.Address;
import java.util.List;
import java.util.Optional;

/**
 * A connected proxy, for people to read.
 *
 * @param namespace of its pod
 * @param pod its name
 */
public record ProxyView(String namespace, String pod, List<TargetView> targets) {

  /**
   * A target it holds.
   *
   * @param version what it was told last
   * @param acked it uses this version
   * @param nack why it does not; empty where it does, or has not answered yet
   */
  public record TargetView(Address address, String version, boolean acked, Optional<String> nack) {}

  public ProxyView {
    targets = List.copyOf(targets);
  }
}
