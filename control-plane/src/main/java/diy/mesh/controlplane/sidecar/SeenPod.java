package diy.mesh.controlplane.sidecar;

import diy.mesh.model.workload.MissedSidecar;
import diy.mesh.model.workload.Renewal;
import java.util.Optional;

/**
 * A pod, as far as it matters here.
 *
 * @param uid of no other pod, ever
 * @param maker empty where somebody made it by hand
 */
public record SeenPod(
    String uid, String name, MissedSidecar.Facts facts, Optional<Renewal.Maker> maker) {

  /** What to say to whoever looks at a pod that missed its sidecar. */
  String advice() {
    return "outside of the mesh: made without the sidecar that it or its namespace asks for, as the"
        + " admission controller did not answer then, or nobody had asked yet; make it anew: "
        + Renewal.command(facts.namespace(), name, facts.labels(), maker);
  }

  @Override
  public String toString() {
    return facts.namespace() + "/" + name;
  }
}
