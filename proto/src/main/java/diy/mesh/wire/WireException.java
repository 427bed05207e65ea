package diy.mesh.wire;

/** A message of the stream that this side cannot use; the message says which part and why. */
public final class WireException extends Exception {

  private static final long serialVersionUID = 1L;

  public WireException(String message) {
    super(message);
  }

  public WireException(String message, Throwable cause) {
    super(message, cause);
  }
}
