package diy.mesh.standalone.workload;

import static org.assertj.core.api.Assertions.assertThat;

import diy.mesh.standalone.workload.Rollout.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RolloutTest {

  @Test
  void missing_pods_get_the_lowest_free_numbers() {
    var rollout = Rollout.next("app", 3, List.of(current("app-2")));

    assertThat(rollout).isEqualTo(new Rollout(List.of("app-1", "app-3"), List.of()));
  }

  @Test
  void too_many_pods_end_the_youngest_first() {
    var rollout =
        Rollout.next("app", 1, List.of(current("app-1"), current("app-2"), current("app-10")));

    assertThat(rollout).isEqualTo(new Rollout(List.of(), List.of("app-10", "app-2")));
  }

  @Test
  void a_pod_that_serves_nobody_goes_before_one_that_does() {
    var starting = new Member("app-1", true, false, false);

    var rollout = Rollout.next("app", 1, List.of(starting, current("app-2")));

    assertThat(rollout.stop()).containsExactly("app-1");
  }

  @Test
  void a_new_template_starts_new_pods_while_the_old_ones_serve() {
    var rollout = Rollout.next("app", 1, List.of(old("app-1")));

    assertThat(rollout).isEqualTo(new Rollout(List.of("app-2"), List.of()));
  }

  @Test
  void an_old_pod_ends_once_a_new_one_is_ready() {
    var rollout = Rollout.next("app", 1, List.of(old("app-1"), current("app-2")));

    assertThat(rollout).isEqualTo(new Rollout(List.of(), List.of("app-1")));
  }

  @Test
  void an_old_pod_that_is_not_ready_ends_at_once() {
    var rollout = Rollout.next("app", 1, List.of(new Member("app-1", false, false, false)));

    assertThat(rollout).isEqualTo(new Rollout(List.of("app-2"), List.of("app-1")));
  }

  @Test
  void a_terminating_pod_counts_no_more_but_keeps_its_name() {
    var rollout = Rollout.next("app", 1, List.of(new Member("app-1", true, false, true)));

    assertThat(rollout).isEqualTo(new Rollout(List.of("app-2"), List.of()));
  }

  @Test
  void a_pod_of_its_own_ends_before_it_starts_anew() {
    assertThat(Rollout.ofSinglePod("pod", List.of(old("pod"))))
        .isEqualTo(new Rollout(List.of(), List.of("pod")));
    assertThat(Rollout.ofSinglePod("pod", List.of(new Member("pod", false, false, true))))
        .isEqualTo(new Rollout(List.of(), List.of()));
    assertThat(Rollout.ofSinglePod("pod", List.of()))
        .isEqualTo(new Rollout(List.of("pod"), List.of()));
  }

  @Test
  void no_rollout_takes_ready_pods_below_what_is_wanted() {
    for (long seed = 0; seed < 1_000; seed++) {
      var dice = new Random(seed);
      var members = anyMembers(dice);
      int replicas = dice.nextInt(5);
      long before = ready(members);

      var rollout = Rollout.next("app", replicas, members);

      var left = members.stream().filter(pod -> !rollout.stop().contains(pod.name())).toList();
      assertThat(ready(left))
          .as("seed %d", seed)
          .isGreaterThanOrEqualTo(Math.min(before, replicas));
    }
  }

  private static long ready(List<Member> members) {
    return members.stream().filter(pod -> pod.ready() && !pod.terminating()).count();
  }

  private static List<Member> anyMembers(Random dice) {
    var members = new ArrayList<Member>();
    for (int i = 1; i <= dice.nextInt(8); i++) {
      boolean terminating = dice.nextInt(4) == 0;
      members.add(
          new Member(
              "app-" + i, dice.nextBoolean(), !terminating && dice.nextBoolean(), terminating));
    }
    return members;
  }

  private static Member current(String name) {
    return new Member(name, true, true, false);
  }

  private static Member old(String name) {
    return new Member(name, false, true, false);
  }
}
