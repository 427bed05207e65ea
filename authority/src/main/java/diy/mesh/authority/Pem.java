package diy.mesh.authority;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Certificates and keys as text (RFC 7468). */
final class Pem {

  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String KEY = "PRIVATE KEY";

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  static String of(X509Certificate certificate) {
    try {
      return write(CERTIFICATE, certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that cannot be written", e);
    }
  }

  static String of(PrivateKey key) {
    return write(KEY, key.getEncoded());
  }

  /**
   * Reads one certificate.
   *
   * @throws GeneralSecurityException if it is none
   */
  static X509Certificate certificate(String pem) throws GeneralSecurityException {
    var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
  }

  /**
   * Reads the key of an elliptic curve.
   *
   * @throws GeneralSecurityException if it is none, or of another form than PKCS #8
   */
  static PrivateKey key(String pem) throws GeneralSecurityException {
    String begin = "-----BEGIN " + KEY + "-----";
    int start = pem.indexOf(begin);
    int end = pem.indexOf("-----END " + KEY + "-----");
    if (start < 0 || end < start) {
      throw new GeneralSecurityException("no " + begin);
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(pem.substring(start + begin.length(), end));
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("no base64", e);
    }
  }

  private static String write(String label, byte[] bytes) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(label, LINES.encodeToString(bytes));
  }
}
