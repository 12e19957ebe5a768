package dev.latchkey.examples;

import dev.latchkey.Keyring;
import dev.latchkey.checks.Javac;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The snippets of {@code docs/vendors.md}, compiled. */
final class VendorCode implements AutoCloseable {
  private static final String HEAD =
      """
      import static dev.latchkey.examples.VendorSecrets.*;
      import static dev.latchkey.signatures.SignaturePart.*;
      import static java.nio.charset.StandardCharsets.*;

      import dev.latchkey.*;
      import dev.latchkey.examples.VendorEndpoint;
      import dev.latchkey.oauth2.*;
      import dev.latchkey.signatures.*;
      import java.net.*;
      import java.nio.file.Path;
      import java.time.*;
      import java.time.format.DateTimeFormatter;
      import java.util.*;
      import java.util.stream.Stream;

      public final class Snippets {
      """;

  private final Path folder;
  private final URLClassLoader loader;
  private final List<VendorSnippet> snippets;

  /** Compiles all snippets at once, into a folder in which they also find their key files. */
  VendorCode(Path folder, List<VendorSnippet> snippets) throws IOException {
    this.folder = folder;
    this.snippets = snippets;
    StringBuilder source = new StringBuilder(HEAD);
    for (int i = 0; i < snippets.size(); i++) {
      source
          .append("public static void snippet" + i)
          .append("(Keyring.Builder keyring, String origin, VendorEndpoint tokens, Path folder)")
          .append(" throws Exception {\n")
          .append("char[] passphrase = passphrase();\n")
          .append(snippets.get(i).body())
          .append("}\n");
    }
    Path file = Files.writeString(folder.resolve("Snippets.java"), source.append("}\n"));
    // Not the warnings of what other jars name.
    Javac.compile(file, folder, "-Xlint:all,-path,-classfile", "-Werror");
    this.loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
  }

  /** Runs a vendor's snippet, which adds its scheme under the origin of one server. */
  void add(String vendor, Keyring.Builder keyring, String origin, VendorEndpoint endpoint)
      throws Exception {
    List<String> vendors = snippets.stream().map(VendorSnippet::vendor).toList();
    Method snippet =
        loader
            .loadClass("Snippets")
            .getMethod(
                "snippet" + vendors.indexOf(vendor),
                Keyring.Builder.class,
                String.class,
                VendorEndpoint.class,
                Path.class);
    snippet.invoke(null, keyring, origin, endpoint, folder);
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
