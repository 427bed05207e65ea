package diy.mesh.standalone.kubelet;

import diy.mesh.standalone.kubelet.Health.End;
import diy.mesh.standalone.pod.ContainerSpec;
import diy.mesh.standalone.pod.Launch;
import diy.mesh.standalone.pod.PodSpec.RestartPolicy;
import diy.mesh.standalone.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A pod from its namespace to its end: init containers one after the other, sidecars among them
 * left running, then the apps together; at the end first the apps, then the sidecars, the last one
 * first. From any thread.
 */
public final class RunningPod {

  /** What a sidecar gets even where the apps have used up all there was. */
  private static final Duration SIDECAR_GRACE = Duration.ofSeconds(2);

  private final PodPlan plan;
  private final Workplace workplace;
  private final Runnable changed;
  private final List<Container> initContainers = new ArrayList<>();
  private final List<Container> containers = new ArrayList<>();
  private final Thread starter;
  private volatile String trouble = "";
  private volatile boolean terminating;

  /**
   * A pod that does not run yet.
   *
   * @param changed called after every change of what it says about itself, from any thread
   */
  public RunningPod(PodPlan plan, Workplace workplace, Runnable changed) {
    this.plan = plan;
    this.workplace = workplace;
    this.changed = changed;
    this.starter =
        Thread.ofPlatform().daemon().name("pod " + plan.identity()).unstarted(this::bringUp);
  }

  /** Starts it; returns at once. Its {@link PodPlan#hosts} must be there. */
  public void start() {
    try {
      makeContainers();
      starter.start();
    } catch (IllegalArgumentException e) {
      trouble = String.valueOf(e.getMessage());
      changed.run();
    }
  }

  public PodPlan plan() {
    return plan;
  }

  /** Whether Services send traffic to it. */
  public boolean isReady() {
    return !terminating && isServing();
  }

  /** Whether it could still answer, though it may be about to end. */
  public boolean isServing() {
    return trouble.isEmpty()
        && !containers.isEmpty()
        && Stream.concat(initContainers.stream(), containers.stream())
            .map(Container::health)
            .allMatch(health -> health.ready() || health.end() == End.WELL);
  }

  public boolean isTerminating() {
    return terminating;
  }

  /** Takes it out of its Services; {@link #stop} follows. */
  public void markTerminating() {
    terminating = true;
  }

  /** What it is doing or what is wrong; empty when all is well. */
  public String message() {
    if (terminating) {
      return "ends";
    }
    if (!trouble.isEmpty()) {
      return trouble;
    }
    return Stream.concat(initContainers.stream(), containers.stream())
        .filter(container -> !container.health().message().isEmpty())
        .map(container -> "%s %s".formatted(container.name(), container.health().message()))
        .findFirst()
        .orElse("");
  }

  /**
   * Ends all containers in order, then removes the namespace, volumes and logs. Returns when
   * everything is gone.
   *
   * @param most how long the apps may take, if the pod allows them longer
   */
  public void stop(Duration most) throws IOException, InterruptedException {
    terminating = true;
    changed.run();
    starter.interrupt();
    starter.join();
    var grace = shorter(plan.spec().terminationGrace(), most);
    var begin = workplace.clock().instant();
    end(containers, grace);
    for (Container sidecar : initContainers.reversed()) {
      var left = grace.minus(Duration.between(begin, workplace.clock().instant()));
      end(
          List.of(sidecar),
          shorter(left.compareTo(SIDECAR_GRACE) > 0 ? left : SIDECAR_GRACE, most));
    }
    workplace.network().unlink(plan.link());
    Command.of("rm", "-r", "-f", folder("").toString()).run();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static void end(List<Container> together, Duration grace) throws InterruptedException {
    together.forEach(Container::terminate);
    for (Container container : together) {
      container.awaitEnd(grace);
    }
  }

  private void makeContainers() {
    var surroundings =
        new Surroundings(
            sandbox(),
            workplace.node(),
            plan.identity().address(),
            folder(""),
            workplace.logLimit(),
            workplace.clock());
    for (ContainerSpec spec : plan.spec().initContainers()) {
      initContainers.add(container(spec, initPolicy(spec), surroundings));
    }
    for (ContainerSpec spec : plan.spec().containers()) {
      containers.add(container(spec, plan.spec().restartPolicy(), surroundings));
    }
  }

  private Container container(ContainerSpec spec, RestartPolicy policy, Surroundings surroundings) {
    var given =
        Map.of("PATH", Command.PATH, "HOME", "/", "HOSTNAME", surroundings.sandbox().host());
    var launch = Launch.of(spec, plan.identity(), workplace.images(), given);
    return new Container(spec, launch, policy, surroundings, changed);
  }

  private RestartPolicy initPolicy(ContainerSpec spec) {
    if (spec.sidecar()) {
      return RestartPolicy.ALWAYS;
    }
    return plan.spec().restartPolicy() == RestartPolicy.NEVER
        ? RestartPolicy.NEVER
        : RestartPolicy.ON_FAILURE;
  }

  private void makeFolders() throws IOException {
    Files.createDirectories(folder(""));
    for (String volume : plan.spec().emptyDirs()) {
      Path folder = Files.createDirectories(folder("volumes").resolve(volume));
      // As a kubelet does: the pod's users are not known to a volume.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    for (ContainerSpec spec :
        Stream.concat(plan.spec().initContainers().stream(), plan.spec().containers().stream())
            .toList()) {
      for (Path keeper : sandbox().keepers(spec)) {
        Files.createDirectories(keeper);
      }
    }
  }

  private Sandbox sandbox() {
    return new Sandbox(
        plan.link().namespace(), plan.hosts().host(), folder("volumes"), workplace.app());
  }

  private Path folder(String name) {
    return workplace
        .pods()
        .resolve("%s.%s".formatted(plan.identity().namespace(), plan.identity().name()))
        .resolve(name);
  }

  private void bringUp() {
    try {
      makeFolders();
      workplace.network().link(plan.link());
      for (Container container : initContainers) {
        container.start();
        if (container.awaitTurnOver().end() == End.BADLY) {
          return;
        }
      }
      containers.forEach(Container::start);
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
      changed.run();
    } catch (InterruptedException _) {
      // Told to stop before it was up.
    }
  }
}
