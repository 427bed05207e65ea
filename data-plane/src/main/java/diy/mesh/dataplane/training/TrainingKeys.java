package diy.mesh.dataplane.training;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A key and a certificate for the loopback address. Made by the Java's own keytool: nothing else
 * here could, and none is worth keeping.
 *
 * @param token a file with what the proxy calls its token
 */
record TrainingKeys(KeyManager manager, X509Certificate certificate, Path token) {

  private static final String NAME = "training";
  private static final String STORE = "keys.p12";

  /**
   * Makes them.
   *
   * @param folder for files, which are small
   */
  static TrainingKeys make(Path folder) throws IOException, InterruptedException {
    Path store = folder.resolve(STORE);
    Path token = Files.writeString(folder.resolve("token"), NAME);
    var keytool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    NAME,
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-dname",
                    "CN=" + NAME,
                    "-ext",
                    "san=ip:127.0.0.1",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    NAME))
            .redirectErrorStream(true)
            .start();
    String said =
        new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
    return read(store, token);
  }

  private static TrainingKeys read(Path store, Path token) throws IOException {
    try (InputStream bytes = Files.newInputStream(store)) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(bytes, NAME.toCharArray());
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, NAME.toCharArray());
      return new TrainingKeys(
          factory.getKeyManagers()[0], (X509Certificate) keys.getCertificate(NAME), token);
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no PKCS #12", e);
    }
  }

  /** Leaves nothing. */
  void delete() throws IOException {
    Files.deleteIfExists(token.resolveSibling(STORE));
    Files.deleteIfExists(token);
    Files.deleteIfExists(token.toAbsolutePath().getParent());
  }

  /** The certificate as text (RFC 7468). */
  String pem() throws IOException {
    try {
      var lines = Base64.getMimeEncoder(64, new byte[] {'\n'});
      return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
          .formatted(lines.encodeToString(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException("a certificate that cannot be written", e);
    }
  }
}
