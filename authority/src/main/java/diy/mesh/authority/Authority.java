package diy.mesh.authority;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Who signs the mesh's certificates (RFC 5280): an ECDSA P-256 key, and the certificate by which it
 * is trusted.
 */
public final class Authority {

  /** Pods know it by heart from their start on, so it outlives them. */
  static final Duration LIFE = Duration.ofDays(3_650);

  /** What a clock may be behind ours. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final X500Name NAME = new X500Name("CN=mesh authority,O=mesh.diy");
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final int SERIAL_BITS = 128;

  private final Credential own;

  private Authority(Credential own) {
    this.own = own;
  }

  /** A new one, which nobody trusts yet. */
  public static Authority create(Instant now, SecureRandom random) {
    try {
      KeyPair keys = newKeys(random);
      var extensions = new JcaX509ExtensionUtils();
      var builder =
          builder(NAME, NAME, keys, now, LIFE, random)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
              .addExtension(
                  Extension.subjectKeyIdentifier,
                  false,
                  extensions.createSubjectKeyIdentifier(keys.getPublic()));
      return new Authority(new Credential(sign(builder, keys.getPrivate()), keys.getPrivate()));
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("this JVM lacks what an authority needs", e);
    }
  }

  /**
   * Reads one back.
   *
   * @throws GeneralSecurityException if that is no authority, or key and certificate are not of one
   *     pair; the message says which
   */
  public static Authority parse(String certificatePem, String keyPem)
      throws GeneralSecurityException {
    X509Certificate certificate = Pem.certificate(certificatePem);
    PrivateKey key = Pem.key(keyPem);
    if (certificate.getBasicConstraints() < 0) {
      throw new GeneralSecurityException("its certificate is no authority's (CA:FALSE)");
    }
    byte[] sample = {1, 2, 3};
    Signature signer = Signature.getInstance(SIGNATURE);
    signer.initSign(key);
    signer.update(sample);
    byte[] signed = signer.sign();
    signer.initVerify(certificate.getPublicKey());
    signer.update(sample);
    if (!signer.verify(signed)) {
      throw new GeneralSecurityException("its key does not belong to its certificate");
    }
    return new Authority(new Credential(certificate, key));
  }

  /**
   * A certificate for a TLS server, with a new key.
   *
   * @param dnsNames at least one: what the server is called by
   * @param life how long it lasts
   */
  public Credential issue(List<String> dnsNames, Instant now, Duration life, SecureRandom random) {
    try {
      KeyPair keys = newKeys(random);
      var extensions = new JcaX509ExtensionUtils();
      var names =
          dnsNames.stream()
              .map(name -> new GeneralName(GeneralName.dNSName, name))
              .toArray(GeneralName[]::new);
      var builder =
          builder(NAME, new X500Name("CN=" + dnsNames.getFirst()), keys, now, life, random)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  extensions.createAuthorityKeyIdentifier(own.certificate().getPublicKey()));
      return new Credential(sign(builder, own.key()), keys.getPrivate());
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("this JVM lacks what a certificate needs", e);
    }
  }

  /** What others trust. */
  public X509Certificate certificate() {
    return own.certificate();
  }

  /** The same as text. */
  public String certificatePem() {
    return Pem.of(own.certificate());
  }

  /** The secret, as text; for the place it is kept at and nowhere else. */
  public String keyPem() {
    return Pem.of(own.key());
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer,
      X500Name subject,
      KeyPair keys,
      Instant now,
      Duration life,
      SecureRandom random) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
        Date.from(now.minus(SKEW)),
        Date.from(now.plus(life)),
        subject,
        keys.getPublic());
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws OperatorCreationException, GeneralSecurityException {
    var signer = new JcaContentSignerBuilder(SIGNATURE).build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static KeyPair newKeys(SecureRandom random) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }
}
