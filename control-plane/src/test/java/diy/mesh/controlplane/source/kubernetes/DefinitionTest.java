package diy.mesh.controlplane.source.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.resources.Place;
import diy.mesh.resources.Problem;
import diy.mesh.resources.ResourceReader;
import diy.mesh.resources.yaml.Tree;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed definition, which is what gets installed. */
class DefinitionTest {

  private static final Path COMMITTED = Path.of("k8s", "canary-route-definition.yaml");

  private static final String HEAD =
      """
      # Generated from the test class CanaryRouteType. After a change of it:
      # mvn -pl control-plane -am test -Dtest=DefinitionTest -Ddefinition=write \\
      #     -Dsurefire.failIfNoSpecifiedTests=false
      """;

  private static final Pattern EXPECTED = Pattern.compile("expected: one of \\[(.*)]");

  @TempDir private Path folder;

  @Test
  void the_committed_definition_is_the_one_of_its_types() throws IOException {
    String generated = HEAD + generated();
    if (System.getProperty("definition", "").equals("write")) {
      Files.writeString(COMMITTED, generated);
    }

    assertThat(COMMITTED).hasContent(generated);
  }

  @Test
  void the_fields_that_an_api_server_takes_are_those_that_are_read() throws IOException {
    JSONSchemaProps spec = property(schema(), "spec");
    JSONSchemaProps match = property(spec, "match");

    assertThat(names(spec)).isEqualTo(read(Map.of("spec", Map.of("none", 1))));
    assertThat(names(item(spec, "backends")))
        .isEqualTo(read(spec("backends", List.of(Map.of("none", 1)))));
    assertThat(names(match)).isEqualTo(read(spec("match", Map.of("none", 1))));
    assertThat(names(item(match, "headers")))
        .isEqualTo(read(spec("match", Map.of("headers", List.of(Map.of("none", 1))))));
  }

  private String generated() throws IOException {
    new CRDGenerator()
        .customResourceClasses(CanaryRouteType.class)
        .forCRDVersions("v1")
        .withMinQuotes(true)
        .withPostProcessor(new InOrder())
        .inOutputDir(folder.toFile())
        .detailedGenerate();
    return Files.readString(folder.resolve("canaryroutes.mesh.diy-v1.yml")).replace("---\n", "");
  }

  /** What annotations cannot say: columns in the order of their annotations, and that spec is. */
  private static final class InOrder implements CRDPostProcessor {

    private static final List<String> COLUMNS =
        Stream.of(CanaryRouteType.class.getAnnotationsByType(AdditionalPrinterColumn.class))
            .map(AdditionalPrinterColumn::name)
            .toList();

    @Override
    public HasMetadata process(HasMetadata definition, String version) {
      var served = ((CustomResourceDefinition) definition).getSpec().getVersions().getFirst();
      served
          .getAdditionalPrinterColumns()
          .sort(Comparator.comparingInt(column -> COLUMNS.indexOf(column.getName())));
      served.getSchema().getOpenAPIV3Schema().setRequired(List.of("spec"));
      return definition;
    }
  }

  private static JSONSchemaProps schema() throws IOException {
    return Serialization.unmarshal(Files.readString(COMMITTED), CustomResourceDefinition.class)
        .getSpec()
        .getVersions()
        .getFirst()
        .getSchema()
        .getOpenAPIV3Schema();
  }

  private static JSONSchemaProps property(JSONSchemaProps of, String name) {
    return Objects.requireNonNull(of.getProperties().get(name), name);
  }

  private static JSONSchemaProps item(JSONSchemaProps of, String list) {
    return property(of, list).getItems().getSchema();
  }

  private static Set<String> names(JSONSchemaProps of) {
    return new TreeSet<>(of.getProperties().keySet());
  }

  private static Map<String, Object> spec(String field, Object value) {
    return Map.of("spec", Map.of(field, value));
  }

  /** Which fields the reader names, when it is shown one that it does not know. */
  private static Set<String> read(Map<String, Object> content) {
    var route = new LinkedHashMap<String, Object>(content);
    route.put("apiVersion", "mesh.diy/v1alpha1");
    route.put("kind", "CanaryRoute");
    route.put("metadata", Map.of("name", "app-b"));
    return ResourceReader.read(Tree.ofPlain(route), new Place.InCluster()).problems().stream()
        .map(Problem::message)
        .filter(message -> message.contains("none: not a field"))
        .map(EXPECTED::matcher)
        .filter(matcher -> matcher.find())
        .<Set<String>>map(matcher -> new TreeSet<>(List.of(matcher.group(1).split(", "))))
        .findFirst()
        .orElseThrow();
  }
}
