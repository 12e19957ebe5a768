package dev.latchkey.examples.tool;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/** What the vendors handed out: made up anew for each run. No record, which would print it. */
final class Accounts {
  private static final SecureRandom RANDOM = new SecureRandom();

  final String accessKey = "AK" + hex(16);
  final String secretKey = "SK" + hex(16);
  final String apiKey = hex(20);
  final String jwtKey = hex(16);
  final String appKey = hex(20);
  final String appSecret = hex(16);
  final String publicValue = HexFormat.of().withUpperCase().formatHex(bytes(10));
  final String secretValue = hex(20);
  final String projectId = "myapp";

  /** Of all these, what must not be printed. */
  List<String> secrets() {
    return List.of(secretKey, apiKey, jwtKey, appKey, appSecret, secretValue);
  }

  private static String hex(int length) {
    return HexFormat.of().formatHex(bytes(length));
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }
}
