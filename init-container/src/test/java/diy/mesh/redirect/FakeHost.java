package diy.mesh.redirect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A machine with both iptables back ends, of which parts can be missing or broken. */
final class FakeHost implements Host {

  private static final String LINK_LOCAL = "fe80000000000000a8bb4cfffe1c0e01 02 40 20 80 eth0\n";

  private final Map<String, FakeTable> tables = new HashMap<>();
  private final Map<String, Ended> answers = new HashMap<>();
  private final Set<String> missing = new HashSet<>();
  private final Map<String, String> files = new HashMap<>();
  private final List<String> restored = new ArrayList<>();
  private BackEnd fallback = BackEnd.NFT;
  private Runnable beforeRestore = () -> {};
  private boolean forgetful;

  FakeHost() {
    file("/proc/net/if_inet6", LINK_LOCAL);
  }

  FakeTable table(IpFamily family, BackEnd backEnd) {
    return tables.computeIfAbsent(backEnd.programOf(family), _ -> new FakeTable());
  }

  /** What plain {@code iptables} is. */
  void defaultIs(BackEnd backEnd) {
    fallback = backEnd;
  }

  void missing(String... programs) {
    missing.addAll(List.of(programs));
  }

  void answer(String program, Ended ended) {
    answers.put(program, ended);
  }

  void file(String name, String content) {
    files.put(name, content);
  }

  void noFile(String name) {
    files.remove(name);
  }

  /** Somebody else's change, made once, between our reading and our applying. */
  void justBeforeRestoring(Runnable change) {
    beforeRestore = change;
  }

  /** From now on what is applied is accepted and lost. */
  void forgetWhatIsApplied() {
    forgetful = true;
  }

  /** The programs that applied something, in order. */
  List<String> restored() {
    return restored;
  }

  @Override
  public Ended run(List<String> command, String input) {
    String program = command.getFirst();
    if (missing.contains(program)) {
      return new NotStarted("No such file or directory");
    }
    if (answers.containsKey(program)) {
      return answers.get(program);
    }
    IpFamily family = program.startsWith("ip6") ? IpFamily.IPV6 : IpFamily.IPV4;
    BackEnd backEnd = fallback;
    for (BackEnd each : BackEnd.values()) {
      if (program.startsWith(each.programOf(family))) {
        backEnd = each;
      }
    }
    FakeTable table = table(family, backEnd);
    if (program.endsWith("-save")) {
      return new Finished(0, table.save(), "");
    }
    if (program.endsWith("-restore")) {
      return restore(program, table, input);
    }
    String name = backEnd == BackEnd.NFT ? "nf_tables" : "legacy";
    return new Finished(0, "iptables v1.8.9 (" + name + ")\n", "");
  }

  private Ended restore(String program, FakeTable table, String input) {
    Runnable change = beforeRestore;
    beforeRestore = () -> {};
    change.run();
    if (forgetful) {
      return new Finished(0, "", "");
    }
    try {
      table.restore(input);
      restored.add(program);
      return new Finished(0, "", "");
    } catch (IllegalArgumentException e) {
      return new Finished(1, "", "iptables-restore: " + e.getMessage());
    }
  }

  @Override
  public Optional<String> read(String file) {
    return Optional.ofNullable(files.get(file));
  }
}
