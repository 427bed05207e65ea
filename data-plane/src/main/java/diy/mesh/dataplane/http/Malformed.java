package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;

/** A message that is not what RFC 9112 says. Has no stack trace: it is an answer, not a defect. */
final class Malformed extends Exception {

  private static final long serialVersionUID = 1L;

  private final Fault fault;

  Malformed(Fault fault, String detail) {
    super(detail, null, false, false);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
