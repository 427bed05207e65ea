package diy.mesh.dataplane.http;

import diy.mesh.dataplane.refuse.Refusal.Fault;

/** A response's head, checked: its status, and how its body ends. */
final class ResponseMessage {

  static final int SWITCHING_PROTOCOLS = 101;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;
  private static final int UNAUTHORIZED = 401;
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private final Fields fields;
  private final int status;
  private final int reasonStart;
  private final int reasonEnd;
  private final int minorVersion;
  private final boolean chunked;
  private final long contentLength;

  private ResponseMessage(
      Fields fields,
      int status,
      int reasonStart,
      int reasonEnd,
      int minorVersion,
      boolean chunked,
      long contentLength) {
    this.fields = fields;
    this.status = status;
    this.reasonStart = reasonStart;
    this.reasonEnd = reasonEnd;
    this.minorVersion = minorVersion;
    this.chunked = chunked;
    this.contentLength = contentLength;
  }

  /** Checks what the fields say together. */
  static ResponseMessage of(
      Fields fields, int status, int reasonStart, int reasonEnd, int minorVersion)
      throws Malformed {
    if (status < 100 || status > 599) {
      throw new Malformed(
          Fault.BAD_START_LINE, "status %d (expected: 100 to 599)".formatted(status));
    }
    boolean bodiless = status < 200 || status == NO_CONTENT || status == NOT_MODIFIED;
    boolean chunked = Framing.isChunked(fields, minorVersion);
    long length = Framing.contentLength(fields);
    if (chunked && length >= 0 && !bodiless) {
      throw Framing.conflict();
    }
    return new ResponseMessage(
        fields, status, reasonStart, reasonEnd, minorVersion, chunked, length);
  }

  Fields fields() {
    return fields;
  }

  int status() {
    return status;
  }

  int reasonStart() {
    return reasonStart;
  }

  int reasonEnd() {
    return reasonEnd;
  }

  /** Whether its first line can go on as it came: with our version, and all its spaces. */
  boolean startsAsReceived() {
    byte[] head = fields.bytes();
    return head["HTTP/1.".length()] == '1' && head[reasonStart] == Octets.SP;
  }

  /** Whether the server wants to know who asks: 401, or 407 of a proxy. */
  boolean asksForAuthentication() {
    return status == UNAUTHORIZED || status == PROXY_AUTHENTICATION_REQUIRED;
  }

  /** Whether more heads follow for the same request. */
  boolean isInformational() {
    return status < 200 && status != SWITCHING_PROTOCOLS;
  }

  boolean isSwitchingProtocols() {
    return status == SWITCHING_PROTOCOLS;
  }

  /** 1xx and 204 may carry no Content-Length (RFC 9110 section 8.6). */
  boolean mayStateLength() {
    return status >= 200 && status != NO_CONTENT && !chunked;
  }

  /** Whether there is no body, whatever the fields say (RFC 9112 section 6.3). */
  boolean isBodiless(boolean requestWasHead) {
    return requestWasHead || status < 200 || status == NO_CONTENT || status == NOT_MODIFIED;
  }

  boolean isChunked() {
    return chunked;
  }

  /** -1 where the head has none. */
  long contentLength() {
    return contentLength;
  }

  /** Whether the body ends where the connection does. */
  boolean endsWithConnection(boolean requestWasHead) {
    return !isBodiless(requestWasHead) && !chunked && contentLength < 0;
  }

  Body body(boolean requestWasHead, Body.Form form, Limits limits) {
    if (isBodiless(requestWasHead)) {
      return new Body.OfLength(0);
    }
    if (chunked) {
      return new Body.Chunked(form, limits);
    }
    return contentLength >= 0 ? new Body.OfLength(contentLength) : new Body.UntilClose();
  }

  /** Whether the server goes on with this connection (RFC 9112 section 9.3). */
  boolean isPersistent() {
    return minorVersion == 0
        ? fields.lists(FieldName.CONNECTION, "keep-alive")
        : !fields.lists(FieldName.CONNECTION, "close");
  }
}
