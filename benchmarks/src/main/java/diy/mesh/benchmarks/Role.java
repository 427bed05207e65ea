package diy.mesh.benchmarks;

/** What one proxy does. */
enum Role {
  /** At the client: three routes, nine of ten requests to one server, the tenth to another. */
  ROUTER,

  /** At the server: everything to one port. */
  DOOR,

  /** Bytes that are not HTTP, to one server or the other. */
  RELAY
}
