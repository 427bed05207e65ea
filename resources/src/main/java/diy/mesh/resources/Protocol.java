package diy.mesh.resources;

/** The transport of a port. The mesh takes part in TCP alone. */
public enum Protocol {
  TCP,
  UDP,
  SCTP
}
