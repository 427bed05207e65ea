package diy.mesh.standalone.workload;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What brings a Deployment from the pods it has to the pods it wants: new pods first, all at once;
 * an old one goes when a new one is ready in its place.
 *
 * @param start names of pods to start
 * @param stop names of pods to stop
 */
public record Rollout(List<String> start, List<String> stop) {

  public Rollout {
    start = List.copyOf(start);
    stop = List.copyOf(stop);
  }

  /**
   * A pod of a Deployment.
   *
   * @param current whether it was made from the template that is wanted now
   * @param terminating whether it is ending already: it counts no more, but keeps its name
   */
  public record Member(String name, boolean current, boolean ready, boolean terminating) {}

  // The first to go when there are too many: those that serve nobody, then the youngest.
  private static final Comparator<Member> FIRST_TO_GO =
      Comparator.comparing(Member::ready)
          .thenComparing(Member::name, Comparator.comparingInt(String::length).reversed())
          .thenComparing(Member::name, Comparator.reverseOrder());

  /**
   * The next steps.
   *
   * @param deployment its name: pods are called {@code app-1}, {@code app-2} and so on
   * @param replicas how many pods it wants: 0 or more
   */
  public static Rollout next(String deployment, int replicas, List<Member> members) {
    var living = members.stream().filter(member -> !member.terminating()).toList();
    var current = living.stream().filter(Member::current).sorted(FIRST_TO_GO).toList();
    var old = living.stream().filter(member -> !member.current()).sorted(FIRST_TO_GO).toList();

    var stop = new ArrayList<String>();
    for (int i = 0; i < current.size() - replicas; i++) {
      stop.add(current.get(i).name());
    }
    long ready = living.stream().filter(Member::ready).count() - readyAmong(current, stop.size());
    for (Member member : old) {
      if (!member.ready()) {
        stop.add(member.name());
      } else if (ready > replicas) {
        stop.add(member.name());
        ready--;
      }
    }
    return new Rollout(names(deployment, replicas - current.size(), members), stop);
  }

  /**
   * The next steps of a pod of its own. There is one pod of its name at a time: the old one ends
   * before the new one starts.
   */
  public static Rollout ofSinglePod(String name, List<Member> members) {
    if (members.isEmpty()) {
      return new Rollout(List.of(name), List.of());
    }
    var outdated =
        members.stream()
            .filter(member -> !member.current() && !member.terminating())
            .map(Member::name)
            .toList();
    return new Rollout(List.of(), outdated);
  }

  private static long readyAmong(List<Member> members, int first) {
    return members.stream().limit(Math.max(0, first)).filter(Member::ready).count();
  }

  private static List<String> names(String deployment, int count, List<Member> members) {
    Set<String> taken = new HashSet<>();
    members.forEach(member -> taken.add(member.name()));
    var names = new ArrayList<String>();
    for (int i = 1; names.size() < count; i++) {
      String name = "%s-%d".formatted(deployment, i);
      if (taken.add(name)) {
        names.add(name);
      }
    }
    return names;
  }
}
