package diy.mesh.controlplane.stream;

import diy.mesh.model.service.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * How far the newest versions of some addresses have got.
 *
 * @param proxies how many subscribe to any of them
 * @param waiting those that have not answered yet, by name
 * @param refusals those that refuse a version, and why
 */
public record Uptake(int proxies, List<String> waiting, List<String> refusals) {

  public Uptake {
    waiting = List.copyOf(waiting);
    refusals = List.copyOf(refusals);
  }

  /** How many proxies use the newest versions. */
  public int using() {
    return proxies - waiting.size() - refusals.size();
  }

  static Uptake of(Set<Proxy> subscribers, Collection<Address> addresses) {
    var waiting = new ArrayList<String>();
    var refusals = new ArrayList<String>();
    for (Proxy proxy : subscribers) {
      List<Subscription> held =
          proxy.subscriptions().entrySet().stream()
              .filter(entry -> addresses.contains(entry.getKey()))
              .map(entry -> entry.getValue())
              .toList();
      var refused = held.stream().filter(subscription -> subscription.nack() != null).findFirst();
      if (refused.isPresent()) {
        refusals.add("%s: %s".formatted(proxy.name(), refused.get().nack()));
      } else if (!held.stream().allMatch(Subscription::answered)) {
        waiting.add(proxy.name().toString());
      }
    }
    return new Uptake(subscribers.size(), waiting, refusals);
  }
}
