package diy.mesh.dataplane.http;

/** The fields that a proxy itself must understand; all others just pass. */
enum FieldName {
  OTHER(""),
  HOST("host"),
  CONTENT_LENGTH("content-length"),
  TRANSFER_ENCODING("transfer-encoding"),
  // Passed on; they may bind a connection to whom they authenticate.
  AUTHORIZATION("authorization"),
  PROXY_AUTHORIZATION("proxy-authorization"),
  WWW_AUTHENTICATE("www-authenticate"),
  PROXY_AUTHENTICATE("proxy-authenticate"),
  // From here on: of one connection only (RFC 9110 section 7.6.1).
  CONNECTION("connection"),
  KEEP_ALIVE("keep-alive"),
  PROXY_CONNECTION("proxy-connection"),
  TE("te"),
  UPGRADE("upgrade");

  private static final FieldName[] ALL = values();

  private final String lower;

  FieldName(String lower) {
    this.lower = lower;
  }

  /** Whether the field ends at this proxy. */
  boolean isHopByHop() {
    return switch (this) {
      case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TE, UPGRADE, TRANSFER_ENCODING -> true;
      case OTHER,
          HOST,
          CONTENT_LENGTH,
          AUTHORIZATION,
          PROXY_AUTHORIZATION,
          WWW_AUTHENTICATE,
          PROXY_AUTHENTICATE ->
          false;
    };
  }

  /** Whether {@code Connection} may name it: what frames and addresses a message stays. */
  boolean isRemovable() {
    return switch (this) {
      case OTHER, AUTHORIZATION, PROXY_AUTHORIZATION, WWW_AUTHENTICATE, PROXY_AUTHENTICATE -> true;
      case HOST,
          CONTENT_LENGTH,
          TRANSFER_ENCODING,
          CONNECTION,
          KEEP_ALIVE,
          PROXY_CONNECTION,
          TE,
          UPGRADE ->
          false;
    };
  }

  static FieldName of(byte[] bytes, int start, int end) {
    for (FieldName name : ALL) {
      if (name != OTHER && Octets.equalsIgnoreCase(bytes, start, end, name.lower)) {
        return name;
      }
    }
    return OTHER;
  }
}
