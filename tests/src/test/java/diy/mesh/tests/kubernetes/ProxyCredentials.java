package diy.mesh.tests.kubernetes;

import diy.mesh.dataplane.config.StreamSecurity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** What an injected proxy has by its pod: the mesh's authority, and a token from the API server. */
final class ProxyCredentials {

  static final String AUDIENCE = "mesh.diy";

  private ProxyCredentials() {}

  /** A pod of this name, for the API server alone: no kubelet ever hears of it. */
  static void makePod(String namespace, String pod) throws IOException {
    Kubectl.run("wait", "-n", namespace, "serviceaccount/default", "--for=create", "--timeout=30s");
    Kubectl.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: %s}
        spec: {schedulerName: nobody, containers: [{name: app, image: none}]}
        """
            .formatted(pod, namespace));
  }

  /** A token for this pod and audience. */
  static String token(String namespace, String pod, String audience) throws IOException {
    return create(
        namespace,
        "--audience=" + audience,
        "--bound-object-kind=Pod",
        "--bound-object-name=" + pod);
  }

  /** A token of the namespace's service account. */
  static String create(String namespace, String... options) throws IOException {
    var command = new ArrayList<String>(List.of("create", "token", "default", "-n", namespace));
    command.addAll(Arrays.asList(options));
    return Kubectl.run(command.toArray(String[]::new));
  }

  /** For a stream to the control plane, with a token in a file of its own. */
  static StreamSecurity with(String token) throws IOException {
    String encoded =
        Kubectl.run(
            "get",
            "secret",
            "mesh-authority",
            "-n",
            "diy-mesh",
            "-o",
            "jsonpath={.data.tls\\.crt}");
    String pem = new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII);
    Path file = Files.createTempFile("token", "");
    file.toFile().deleteOnExit();
    Files.writeString(file, token);
    try {
      return new StreamSecurity(
          StreamSecurity.certificates(pem), "control-plane.diy-mesh.svc", file);
    } catch (CertificateException e) {
      throw new IOException("Secret mesh-authority", e);
    }
  }
}
