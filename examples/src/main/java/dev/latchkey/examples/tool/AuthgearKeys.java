package dev.latchkey.examples.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The keys of an Authgear project as its portal manages them: the public half on the server, the
 * private one in a folder of {@code <kid>.pem}.
 */
final class AuthgearKeys implements AutoCloseable {
  private static final int BITS = 2048;

  private final Path folder;
  private final Map<String, PublicKey> onServer = new ConcurrentHashMap<>();

  private AuthgearKeys(Path folder) {
    this.folder = folder;
  }

  /** An empty project, its folder a temporary one. */
  static AuthgearKeys start() throws IOException {
    return new AuthgearKeys(Files.createTempDirectory("latchkey-authgear"));
  }

  Path folder() {
    return folder;
  }

  /** What the server accepts: a live view. */
  Map<String, PublicKey> onServer() {
    return onServer;
  }

  /** "Generate new key pair"; the id is returned. */
  String add(Instant now) throws IOException {
    String keyId = UUID.randomUUID().toString();
    KeyPair pair = generate();
    onServer.put(keyId, pair.getPublic());
    Path written = folder.resolve(keyId + ".part");
    Files.writeString(written, pem(pair.getPrivate()));
    Files.setLastModifiedTime(written, FileTime.from(now));
    // At once, so that nobody reads half of it.
    Files.move(written, file(keyId), StandardCopyOption.ATOMIC_MOVE);
    return keyId;
  }

  void delete(String keyId) throws IOException {
    onServer.remove(keyId);
    Files.delete(file(keyId));
  }

  Path file(String keyId) {
    return folder.resolve(keyId + ".pem");
  }

  private static KeyPair generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has RSA", e);
    }
  }

  private static String pem(PrivateKey key) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n";
  }

  /** Removes the folder. */
  @Override
  public void close() throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(folder)) {
      files = list.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
