package diy.mesh.meshctl.demo;

import java.io.IOException;
import java.time.Duration;

/** What the demo plays on: app-a, app-b and app-b2, and the route between them. */
interface Stage extends Traffic.Callers {

  /**
   * Writes the route and waits until the last proxy has it.
   *
   * @return from the moment it was written to the last acknowledgement
   */
  Duration splitBy(Split split) throws IOException, InterruptedException;
}
