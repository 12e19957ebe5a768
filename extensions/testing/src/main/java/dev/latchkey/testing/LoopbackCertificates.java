package dev.latchkey.testing;

import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A certificate for servers on this machine, which their clients trust. */
public final class LoopbackCertificates {
  private LoopbackCertificates() {}

  /** For {@code localhost}, {@code 127.0.0.1} and more names of this machine. */
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
