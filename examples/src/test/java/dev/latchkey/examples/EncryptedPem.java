package dev.latchkey.examples;

import dev.latchkey.testing.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** {@code BEGIN ENCRYPTED PRIVATE KEY} by PBES2, encrypted by the JDK. */
final class EncryptedPem {
  private static final String ALGORITHM = "PBEWithHmacSHA256AndAES_256";
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  /** OBJECT IDENTIFIER 1.2.840.113549.1.5.13, which the JDK does not write by itself. */
  private static final byte[] PBES2 = {
    6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 5, 13
  };

  private EncryptedPem() {}

  static String of(KeyPair pair, String passphrase) {
    try {
      Key key =
          SecretKeyFactory.getInstance(ALGORITHM)
              .generateSecret(new PBEKeySpec(passphrase.toCharArray()));
      Cipher cipher = Cipher.getInstance(ALGORITHM);
      cipher.init(Cipher.ENCRYPT_MODE, key);
      byte[] encrypted = cipher.doFinal(pair.getPrivate().getEncoded());
      byte[] algorithm = der(SEQUENCE, PBES2, cipher.getParameters().getEncoded());
      return TestKeys.pem(
          "ENCRYPTED PRIVATE KEY", der(SEQUENCE, algorithm, der(OCTETS, encrypted)));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    element.write(0x82);
    element.write(content.size() >> 8);
    element.write(content.size());
    element.writeBytes(content.toByteArray());
    return element.toByteArray();
  }
}
