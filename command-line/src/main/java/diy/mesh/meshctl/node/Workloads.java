package diy.mesh.meshctl.node;

import diy.mesh.resources.OtherResource;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceFile;
import diy.mesh.resources.Service;
import diy.mesh.resources.yaml.Tree;
import diy.mesh.standalone.objects.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What the objects of a store ask for. */
public final class Workloads {

  private Workloads() {}

  /** All Services, by namespace and name. */
  public static List<Service> services(ObjectStore store) throws IOException {
    var services = new ArrayList<Service>();
    for (Resource resource : resources(store)) {
      if (resource instanceof Service service) {
        services.add(service);
      }
    }
    return services;
  }

  /** How many pods a Deployment wants. */
  public static int replicas(OtherResource deployment) {
    return deployment.tree().get("spec") instanceof Tree.Mapping spec
            && spec.get("replicas") instanceof Tree.Scalar(Long replicas, _, _)
        ? replicas.intValue()
        : 1;
  }

  /** All objects, in the order of their files. */
  public static List<Resource> resources(ObjectStore store) throws IOException {
    var resources = new ArrayList<Resource>();
    for (var key : store.list()) {
      var text = Files.readString(store.folder().resolve(key.fileName()));
      resources.addAll(ResourceFile.readCopy(key.fileName(), text).resources());
    }
    return resources;
  }
}
