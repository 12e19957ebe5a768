package dev.latchkey.examples;

import com.box.sdk.BoxDeveloperEditionAPIConnection;
import com.box.sdk.BoxJSONResponse;
import com.box.sdk.DeveloperEditionEntityType;
import com.box.sdk.EncryptionAlgorithm;
import com.box.sdk.JWTEncryptionPreferences;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Makes an assertion with Box's own package, which reads the same encrypted key. */
final class VendorBox {
  private VendorBox() {}

  static String assertion() {
    JWTEncryptionPreferences key = new JWTEncryptionPreferences();
    key.setPublicKeyID(VendorSecrets.publicKeyId);
    key.setPrivateKey(VendorSecrets.encryptedKey);
    key.setPrivateKeyPassword(new String(VendorSecrets.passphrase()));
    key.setEncryptionAlgorithm(EncryptionAlgorithm.RSA_SHA_256);
    List<String> forms = new ArrayList<>();
    BoxDeveloperEditionAPIConnection box =
        new BoxDeveloperEditionAPIConnection(
            VendorSecrets.enterpriseId,
            DeveloperEditionEntityType.ENTERPRISE,
            VendorSecrets.clientId,
            VendorSecrets.clientSecret,
            key);
    // In place of the network.
    box.setRequestInterceptor(
        request -> {
          try {
            forms.add(new String(request.getBody().readAllBytes(), StandardCharsets.UTF_8));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return new Granted();
        });
    box.authenticate();
    return forms.get(0).replaceFirst(".*&assertion=", "");
  }

  private static final class Granted extends BoxJSONResponse {
    @Override
    public String getJSON() {
      return "{\"access_token\":\"t\",\"expires_in\":3600}";
    }
  }
}
