package diy.mesh.meshctl.terminal;

import java.io.Serial;

/**
 * Why a command could not do what it was asked for. The message is what people read: what happened,
 * to whom, and the command that helps.
 */
public final class Failure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  public Failure(String message) {
    super(message);
  }

  public Failure(String message, Throwable cause) {
    super(message, cause);
  }
}
