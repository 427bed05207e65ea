package diy.mesh.resources;

import diy.mesh.model.route.Origin;
import diy.mesh.resources.yaml.Tree;

/**
 * A resource of a kind that the control plane passes over, such as a Deployment.
 *
 * @param apiVersion as written, such as {@code apps/v1}
 * @param tree all of it
 */
public record OtherResource(Origin origin, Metadata metadata, String apiVersion, Tree.Mapping tree)
    implements Resource {

  @Override
  public String group() {
    return ResourceReader.group(apiVersion);
  }
}
