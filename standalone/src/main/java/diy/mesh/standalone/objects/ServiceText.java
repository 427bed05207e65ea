package diy.mesh.standalone.objects;

import diy.mesh.resources.yaml.Tree;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The text of a Service as an API server would give it back. */
final class ServiceText {

  private ServiceText() {}

  /** Whether it says that it wants no address. */
  static boolean isHeadless(Tree.Mapping service) {
    return service.get("spec") instanceof Tree.Mapping spec
        && spec.get("clusterIP") instanceof Tree.Scalar(var value, _, _)
        && "None".equals(value);
  }

  /** The same Service with an address. Comments are lost, as they are in an API server. */
  static String withAddress(Tree.Mapping service, InetAddress address) {
    var spec = new LinkedHashMap<String, @Nullable Object>();
    if (service.get("spec") instanceof Tree.Mapping written) {
      spec.putAll(written.toPlain());
    }
    spec.put("clusterIP", address.getHostAddress());
    spec.put("clusterIPs", List.of(address.getHostAddress()));
    var plain = service.toPlain();
    plain.put("spec", spec);
    var settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
    return new Dump(settings).dumpToString(plain);
  }
}
