package diy.mesh.tests;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The dependency arrows: a rule that names a package nobody lives in fails, too. */
@AnalyzeClasses(packages = "diy.mesh", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  /** The data plane's stations that touch sockets, buffers or event loops. */
  private static final List<String> NETTY_STATIONS =
      stations("loop", "listener", "detect", "http", "relay", "upstream", "config", "admin");

  /** The data plane's stations that only decide: a test of them is a call. */
  private static final List<String> PURE_STATIONS = stations("route", "balance", "refuse");

  /** The data plane's other stations; none of them touches the network either. */
  private static final List<String> OTHER_STATIONS =
      stations("path", "telemetry", "log", "training");

  /** Where time and dice are parameters. */
  private static final String[] PURE_PACKAGES =
      Stream.concat(
              PURE_STATIONS.stream(),
              Stream.of("diy.mesh.model..", "diy.mesh.wire..", "diy.mesh.admission.inject.."))
          .toArray(String[]::new);

  @ArchTest
  static final ArchRule modules_see_each_other_only_along_the_arrows =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("diy.mesh..")
          .ensureAllClassesAreContainedInArchitecture()
          .withOptionalLayers(true)
          .layer("model")
          .definedBy("diy.mesh.model..")
          .layer("proto")
          .definedBy("diy.mesh.wire..", "diy.mesh.proto..")
          .layer("resources")
          .definedBy("diy.mesh.resources..")
          .layer("authority")
          .definedBy("diy.mesh.authority..")
          .layer("init-container")
          .definedBy("diy.mesh.redirect..")
          .layer("data-plane")
          .definedBy("diy.mesh.dataplane..")
          .layer("control-plane")
          .definedBy("diy.mesh.controlplane..")
          .layer("admission-controller")
          .definedBy("diy.mesh.admission..")
          .layer("sample-app")
          .definedBy("diy.mesh.sample..")
          .layer("standalone")
          .definedBy("diy.mesh.standalone..")
          .layer("meshctl")
          .definedBy("diy.mesh.meshctl..")
          .layer("benchmarks")
          .definedBy("diy.mesh.benchmarks..")
          .layer("tests")
          .definedBy("diy.mesh.tests..")
          .whereLayer("model")
          .mayNotAccessAnyLayer()
          .whereLayer("proto")
          .mayOnlyAccessLayers("model")
          .whereLayer("resources")
          .mayOnlyAccessLayers("model")
          .whereLayer("authority")
          .mayNotAccessAnyLayer()
          .whereLayer("init-container")
          .mayOnlyAccessLayers("model")
          .whereLayer("data-plane")
          .mayOnlyAccessLayers("model", "proto")
          .whereLayer("control-plane")
          .mayOnlyAccessLayers("model", "proto", "resources", "authority")
          .whereLayer("admission-controller")
          .mayOnlyAccessLayers("model", "resources", "authority")
          .whereLayer("sample-app")
          .mayNotAccessAnyLayer()
          .whereLayer("standalone")
          .mayOnlyAccessLayers("model", "resources", "admission-controller")
          .whereLayer("meshctl")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("benchmarks")
          .mayNotAccessAnyLayer()
          .whereLayer("tests")
          .mayNotAccessAnyLayer();

  @ArchTest
  static final ArchRule the_model_knows_nothing_but_the_jdk =
      classes()
          .that()
          .resideInAPackage("diy.mesh.model..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "diy.mesh.model..")
          .because("both planes and every test share it");

  @ArchTest
  static final ArchRule only_stations_that_touch_the_network_know_netty =
      noClasses()
          .that()
          .resideInAPackage("diy.mesh.dataplane..")
          .and()
          .resideOutsideOfPackages(NETTY_STATIONS.toArray(String[]::new))
          .and()
          .doNotHaveFullyQualifiedName("diy.mesh.dataplane.Main")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..")
          .because("what decides is tested by a call; what carries is thin");

  @ArchTest
  static final ArchRule wire_types_stay_behind_their_codec =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "diy.mesh.proto..",
              "diy.mesh.wire..",
              "diy.mesh.controlplane.stream..",
              "diy.mesh.dataplane.config..",
              "diy.mesh.dataplane.training..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("diy.mesh.proto..")
          .because("a change of the wire must not reach further than both ends of the stream");

  @ArchTest
  static final ArchRule only_what_talks_to_a_cluster_knows_its_client =
      noClasses()
          .that()
          .resideOutsideOfPackage("diy.mesh..kubernetes..")
          .and()
          .doNotHaveFullyQualifiedName("diy.mesh.controlplane.ControlPlane")
          .and()
          .doNotHaveFullyQualifiedName("diy.mesh.admission.AdmissionController")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8.kubernetes..")
          .because("what resources mean is the same wherever they are from");

  @ArchTest
  static final ArchRule packages_form_no_cycles =
      slices().matching("diy.mesh.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobody_logs_to_java_util_logging =
      noClasses()
          .that()
          .resideOutsideOfPackage("diy.mesh.proto..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.util.logging..");

  @ArchTest
  static final ArchRule only_a_main_reads_the_environment =
      noClasses()
          .that()
          .doNotHaveSimpleName("Main")
          .should()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .because("each binary has one parser of its environment, and a test gives it a map");

  @ArchTest
  static final ArchRule time_and_dice_are_parameters =
      noClasses()
          .that()
          .resideInAnyPackage(PURE_PACKAGES)
          .should()
          .callMethodWhere(readsAClockOrRollsDice())
          .because("a test decides what time it is and how the dice fall");

  @ArchTest
  static void the_data_plane_has_the_stations_of_the_trip_and_no_others(JavaClasses classes) {
    var expected =
        Stream.of(List.of("diy.mesh.dataplane"), NETTY_STATIONS, PURE_STATIONS, OTHER_STATIONS)
            .flatMap(List::stream)
            .map(station -> station.replace("..", ""))
            .collect(toSet());

    var found =
        classes.stream()
            .map(type -> type.getPackageName())
            .filter(name -> name.startsWith("diy.mesh.dataplane"))
            .collect(toSet());

    assertThat(found).isSubsetOf(expected);
  }

  private static List<String> stations(String... names) {
    return Arrays.stream(names).map(name -> "diy.mesh.dataplane." + name + "..").toList();
  }

  private static DescribedPredicate<JavaCall<?>> readsAClockOrRollsDice() {
    return target(nameMatching("now|nanoTime|currentTimeMillis|random|current|getDefault"))
        .and(
            target(
                owner(
                    nameMatching(
                        "java\\.lang\\.(System|Math)|java\\.time\\..*"
                            + "|java\\.util\\.concurrent\\.ThreadLocalRandom"
                            + "|java\\.util\\.random\\..*"))))
        .as("read a clock or roll dice of their own");
  }
}
