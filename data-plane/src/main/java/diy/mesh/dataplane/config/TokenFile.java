package diy.mesh.dataplane.config;

import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;

/** Says by the pod's token who calls. Reads it anew for each call: the kubelet renews it. */
final class TokenFile extends CallCredentials {

  /** RFC 6750 section 2.1. */
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** Visible ASCII alone (RFC 6750's b64token is a part of it), or it is no header's value. */
  private static final String TOKEN = "[!-~]{1,16384}";

  private final Path file;

  TokenFile(Path file) {
    this.file = file;
  }

  /** On a thread that ends with it: a file may let one wait, and an event loop must not. */
  @Override
  public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
    Thread.ofPlatform().daemon().name("token").start(() -> apply(applier));
  }

  private void apply(MetadataApplier applier) {
    try {
      String token = Files.readString(file).strip();
      if (token.matches(TOKEN)) {
        var headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        applier.apply(headers);
      } else {
        applier.fail(unusable("what is in it is no token"));
      }
    } catch (IOException e) {
      applier.fail(unusable(e.toString()));
    }
  }

  private Status unusable(String why) {
    return Status.UNAUTHENTICATED.withDescription(
        "MESH_TOKEN_FILE %s: %s (expected: the token of a projected volume, audience mesh.diy)"
            .formatted(file, why));
  }
}
