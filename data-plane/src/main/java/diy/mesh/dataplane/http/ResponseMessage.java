package diy.mesh.dataplane.http;

/** A response's head, checked: its status, and how its body ends. */
final class ResponseMessage {

  static final int SWITCHING_PROTOCOLS = 101;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

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
      throw Malformed.bad("status %d (expected: 100 to 599)".formatted(status));
    }
    boolean bodiless = status < 200 || status == NO_CONTENT || status == NOT_MODIFIED;
    boolean chunked = isChunked(fields, minorVersion);
    long length = RequestMessage.contentLength(fields);
    if (chunked && length >= 0 && !bodiless) {
      throw Malformed.bad("both Content-Length and Transfer-Encoding");
    }
    return new ResponseMessage(
        fields, status, reasonStart, reasonEnd, minorVersion, chunked, length);
  }

  private static boolean isChunked(Fields fields, int minorVersion) throws Malformed {
    int field = fields.find(FieldName.TRANSFER_ENCODING);
    if (field < 0) {
      return false;
    }
    String value = fields.value(field);
    if (minorVersion == 0
        || fields.occurrences(FieldName.TRANSFER_ENCODING) > 1
        || !value.equalsIgnoreCase("chunked")) {
      throw Malformed.bad(
          "Transfer-Encoding '%s' (expected: chunked, once, in HTTP/1.1)".formatted(value));
    }
    return true;
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

  /** Whether the body ends where the connection does. */
  boolean endsWithConnection(boolean requestWasHead) {
    return !isBodiless(requestWasHead) && !chunked && contentLength < 0;
  }

  Body body(boolean requestWasHead, Body.Form form) {
    if (isBodiless(requestWasHead)) {
      return new Body.OfLength(0);
    }
    if (chunked) {
      return new Body.Chunked(form);
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
