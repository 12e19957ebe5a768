package dev.latchkey.testing;

import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Makes certificates for test servers on this machine. */
public final class LoopbackCertificates {
  private LoopbackCertificates() {}

  /**
   * Returns a new self-signed certificate for {@code localhost}, {@code 127.0.0.1} and these names,
   * with its private key. Both sides use the returned object: a server by its socket factory, and a
   * client, which trusts this certificate only, by its SSL context or its trust manager.
   */
  public static HandshakeCertificates of(String... more) {
    HeldCertificate.Builder builder =
        new HeldCertificate.Builder()
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("127.0.0.1");
    for (String name : more) {
      builder.addSubjectAlternativeName(name);
    }
    HeldCertificate certificate = builder.build();
    return new HandshakeCertificates.Builder()
        .heldCertificate(certificate)
        .addTrustedCertificate(certificate.certificate())
        .build();
  }
}
