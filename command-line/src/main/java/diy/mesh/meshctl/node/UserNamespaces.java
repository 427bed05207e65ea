package diy.mesh.meshctl.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why an ordinary user cannot make namespaces on this machine, and the command that helps. Pure but
 * for {@link #find}.
 *
 * @param user the user's name
 * @param id the user's id
 * @param subordinate the lines of {@code /etc/subuid} and {@code /etc/subgid}
 * @param switches the kernel's settings that are there, by name
 * @param complaint what the trial printed
 */
record UserNamespaces(
    String user,
    int id,
    Map<String, List<String>> subordinate,
    Map<String, String> switches,
    String complaint) {

  /** Pods' users are numbers below this: nobody is 65534. */
  private static final int NEEDED = 65_536;

  /** Each setting that may forbid it, the value that does, and one that does not. */
  private static final List<List<String>> FORBIDDING =
      List.of(
          List.of("kernel.unprivileged_userns_clone", "0", "1"),
          List.of("user.max_user_namespaces", "0", "15000"),
          List.of("kernel.apparmor_restrict_unprivileged_userns", "1", "0"));

  /** Of this machine. */
  static UserNamespaces find(String user, int id, String complaint) throws IOException {
    var subordinate = new TreeMap<String, List<String>>();
    for (String file : List.of("/etc/subuid", "/etc/subgid")) {
      var path = Path.of(file);
      subordinate.put(file, Files.exists(path) ? Files.readAllLines(path) : List.of());
    }
    var switches = new TreeMap<String, String>();
    for (List<String> setting : FORBIDDING) {
      var path = Path.of("/proc/sys", setting.getFirst().replace('.', '/'));
      if (Files.isReadable(path)) {
        switches.put(setting.getFirst(), Files.readString(path).strip());
      }
    }
    return new UserNamespaces(user, id, subordinate, switches, complaint);
  }

  /** A sentence for each reason that is known; the trial's own words where none is. */
  List<String> reasons() {
    var reasons = new ArrayList<String>();
    if (complaint.contains("--map-auto")) {
      reasons.add("unshare is too old (expected: util-linux 2.38 or newer); run this with sudo");
    }
    if (subordinate.values().stream().anyMatch(lines -> !hasRange(lines))) {
      reasons.add(
          ("user %1$s has no range of %2$d users and groups for pods in /etc/subuid and"
                  + " /etc/subgid; give it one that nobody else has: sudo usermod --add-subuids"
                  + " %3$d-%4$d --add-subgids %3$d-%4$d %1$s")
              .formatted(user, NEEDED, nextFree(), nextFree() + NEEDED - 1));
    }
    for (List<String> setting : FORBIDDING) {
      if (setting.get(1).equals(switches.get(setting.getFirst()))) {
        reasons.add(
            ("this machine forbids namespaces to ordinary users (%1$s=%2$s); allow them:"
                    + " sudo sysctl -w %1$s=%3$s")
                .formatted(setting.getFirst(), setting.get(1), setting.get(2)));
      }
    }
    if (reasons.isEmpty()) {
      reasons.add(
          "namespaces of an ordinary user do not work here (%s); run this with sudo"
              .formatted(complaint.strip()));
    }
    return reasons;
  }

  private boolean hasRange(List<String> lines) {
    return lines.stream()
        .map(line -> line.strip().split(":", -1))
        .filter(parts -> parts.length == 3 && parts[2].matches("[0-9]{1,10}"))
        .filter(parts -> parts[0].equals(user) || parts[0].equals(Integer.toString(id)))
        .anyMatch(parts -> Long.parseLong(parts[2]) >= NEEDED);
  }

  private long nextFree() {
    return subordinate.values().stream()
        .flatMap(List::stream)
        .map(line -> line.strip().split(":", -1))
        .filter(parts -> parts.length == 3)
        .filter(parts -> parts[1].matches("[0-9]{1,10}") && parts[2].matches("[0-9]{1,10}"))
        .mapToLong(parts -> Long.parseLong(parts[1]) + Long.parseLong(parts[2]))
        .reduce(100_000, Math::max);
  }
}
