package diy.mesh.standalone;

import java.io.Serial;

/** Why a node could not start or stop: what happened, to whom, and the command that helps. */
public final class NodeException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  public NodeException(String message) {
    super(message);
  }

  public NodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
