package diy.mesh.meshctl.report;

import diy.mesh.standalone.PodStatus;
import java.util.ArrayList;
import java.util.List;

/** A mesh at a glance: its pods and Services. */
public record Overview(List<Item.Pod> pods, List<Item.Service> services) implements Report {

  public Overview {
    pods = List.copyOf(pods);
    services = List.copyOf(services);
  }

  public static Overview of(List<PodStatus> pods, List<Item.Service> services) {
    return new Overview(pods.stream().map(Item.Pod::of).toList(), services);
  }

  @Override
  public List<String> lines() {
    var lines = new ArrayList<>(Listing.of(Kind.PODS, pods).lines());
    lines.add("");
    lines.addAll(Listing.of(Kind.SERVICES, services).lines());
    return lines;
  }
}
