package diy.mesh.controlplane.stream;

import io.grpc.Status;

/** The way to one proxy. One thread at a time. */
interface ProxyLink {

  /** Whether a message would leave at once instead of piling up here. */
  boolean isReady();

  void send(Outgoing message);

  /**
   * Ends the stream; nothing is sent afterwards.
   *
   * @param status told to the proxy
   */
  void end(Status status);
}
