package diy.mesh.tests.namespaces;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.tests.Checkout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code kill -9} of any process, at any moment. */
@Tag("namespaces")
@Timeout(600)
class CrashTest {

  private static final int ROUNDS = Integer.getInteger("mesh.crash.rounds", 20);
  private static final long SEED = Long.getLong("mesh.crash.seed", 20_261_124);
  private static final String NODE = "crash";

  /** How long each command takes here, in milliseconds; moments are spread over it. */
  private static final int UP = 6_000;

  private static final int DEMO = 7_000;
  private static final int DOWN = 1_500;

  @Test
  void whoever_is_killed_the_next_command_leaves_nothing() throws Exception {
    Command.meshctl("version").succeeded(); // builds what is stale
    var dice = new Random(SEED);
    var before = Leftovers.now();

    for (int round = 0; round < ROUNDS; round++) {
      var story = crash(round, dice);
      Command.meshctl("down", "--node", NODE).succeeded();

      IO.println("REPORT " + story);
      assertThat(Leftovers.now()).as("seed %d, round %d: %s", SEED, round, story).isEqualTo(before);
    }
  }

  private static String crash(int round, Random dice) throws Exception {
    return switch (round % 3) {
      case 0 -> killDuring(dice, UP, up());
      case 1 -> killDuring(dice, DEMO, List.of("demo", "--requests", "90", "--rate", "90"));
      default -> {
        Command.meshctl(up().toArray(String[]::new));
        yield killDuring(dice, DOWN, List.of("down", "--node", NODE));
      }
    };
  }

  private static List<String> up() {
    var manifests = Checkout.findRoot().resolve("sample-app/k8s").toString();
    return List.of("up", "--node", NODE, "--timeout", "2", "-f", manifests);
  }

  /** Starts a command, waits for the moment, kills one of its processes or of its node's. */
  private static String killDuring(Random dice, int duration, List<String> arguments)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("./meshctl"));
    words.addAll(arguments);
    var command =
        new ProcessBuilder(words)
            .directory(Checkout.findRoot().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int moment = dice.nextInt(duration);
    boolean ended = command.waitFor(moment, TimeUnit.MILLISECONDS);
    var victims = victims(command.pid());
    var victim = victims.isEmpty() ? null : victims.get(dice.nextInt(victims.size()));
    var line = victim == null ? "nobody" : victim.info().commandLine().orElse("?");
    if (victim != null) {
      victim.destroyForcibly();
    }
    if (!command.waitFor(60, TimeUnit.SECONDS)) {
      command.destroyForcibly();
      throw new AssertionError("%s does not end after the death of %s".formatted(words, line));
    }
    return "%s, %s after %d ms, killed one of %d: %s"
        .formatted(
            arguments.getFirst(),
            ended ? "ended" : "running",
            moment,
            victims.size(),
            line.lines().findFirst().orElse("?"));
  }

  /** The command's processes and those of its node, by what started them: never a stranger. */
  private static List<ProcessHandle> victims(long command) {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .filter(process -> descendsFrom(command, process))
        .sorted()
        .toList();
  }

  private static boolean descendsFrom(long command, ProcessHandle process) {
    for (var each = process; each != null; each = each.parent().orElse(null)) {
      var line = each.info().commandLine().orElse("");
      if (each.pid() == command || line.contains("/diy-mesh-" + NODE)) {
        return true;
      }
    }
    return false;
  }
}
