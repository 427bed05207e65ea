package diy.mesh.meshctl;

import diy.mesh.meshctl.node.RequiredTools;
import diy.mesh.meshctl.terminal.Terminal;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What every command is given.
 *
 * @param output for results
 * @param errors for progress and complaints
 * @param home the checkout that this program was built in
 * @param inCluster whether kubectl called it: then only clusters are meant
 * @param started when the user asked for it; building comes before
 */
record Context(Terminal output, Terminal errors, Path home, boolean inCluster, Instant started) {

  RequiredTools tools() {
    return new RequiredTools(errors);
  }
}
