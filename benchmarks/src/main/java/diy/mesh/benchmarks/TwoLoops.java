package diy.mesh.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Two event loops on two cores against one. Client and server have to share the cores, so requests
 * a second tell little; how much two loops would do with the cores to themselves follows from what
 * a request takes of each.
 */
final class TwoLoops implements Row {

  private static final String BOTH_CORES = "0,1";

  @Override
  public void measure(Stand stand) throws Exception {
    var saturation = new Saturation(stand, BOTH_CORES);
    List<Saturation.Window> one = windows(stand, saturation, "1");
    List<Saturation.Window> two = windows(stand, saturation, "2");
    stand.figures().add(Figure.TWO_LOOPS, "requests", requests(two) / requests(one));
    stand.figures().add(Figure.TWO_LOOPS, "by_cpu", 2 * micros(one) / micros(two));
  }

  /** They cannot take turns: one proxy alone has the port. */
  private static List<Saturation.Window> windows(Stand stand, Saturation saturation, String loops)
      throws Exception {
    var mesh = stand.mesh().with("MESH_EVENT_LOOPS", loops);
    try (var chain = stand.start(mesh, BOTH_CORES, Role.ROUTER)) {
      saturation.warm(chain, Content.SMALL);
      var windows = new ArrayList<Saturation.Window>();
      for (int round = 0; round < stand.options().rounds(); round++) {
        windows.add(saturation.window(chain, Content.SMALL));
      }
      return windows;
    }
  }

  private static double requests(List<Saturation.Window> windows) {
    return Figures.median(windows.stream().map(window -> (double) window.requests()).toList());
  }

  private static double micros(List<Saturation.Window> windows) {
    return Figures.median(windows.stream().map(Saturation.Window::micros).toList());
  }
}
