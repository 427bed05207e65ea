package diy.mesh.dataplane.config;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * How the stream is secured: TLS, and a token that says whose proxy asks.
 *
 * @param trusted who may sign the control plane's certificate; one or more
 * @param name what that certificate must be for; usually the host that is dialed
 * @param token the file with the pod's token, which is renewed from time to time
 */
public record StreamSecurity(List<X509Certificate> trusted, String name, Path token) {

  public StreamSecurity {
    trusted = List.copyOf(trusted);
  }

  /** With the JDK's own TLS: the stream says too little for a faster one to be worth its size. */
  SslContext context() {
    try {
      var builder =
          SslContextBuilder.forClient()
              .trustManager(trusted.toArray(X509Certificate[]::new))
              .protocols("TLSv1.3");
      return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    } catch (SSLException e) {
      throw new IllegalStateException("this JVM lacks what TLS needs", e);
    }
  }

  /**
   * Reads certificates, one after the other, as text (RFC 7468).
   *
   * @throws CertificateException if that is not what the text holds, or it holds none
   */
  public static List<X509Certificate> certificates(String pem) throws CertificateException {
    var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
    var certificates =
        CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
            .map(X509Certificate.class::cast)
            .toList();
    if (certificates.isEmpty()) {
      throw new CertificateException("no certificate");
    }
    return certificates;
  }
}
