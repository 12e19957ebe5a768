package dev.latchkey.examples.tool;

import dev.latchkey.examples.samples.RetrofitApis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

/** Runs the sample {@link RetrofitApis} against two of the embedded vendors. */
public final class RetrofitDemo {
  private RetrofitDemo() {}

  /** Prints the two responses, and the credentials that the vendors saw, shortened. */
  public static void main(String[] args) throws Exception {
    try (EmbeddedVendors street =
        new EmbeddedVendors(Clock.systemUTC(), UnaryOperator.identity())) {
      Accounts accounts = street.accounts;
      // The folder is removed with the vendors.
      Path secrets = street.authgearKeys.folder();
      Files.writeString(secrets.resolve("status-entry.key"), accounts.secretKey);
      Files.writeString(
          secrets.resolve("maya-online.json"),
          "{\"publicValue\":\"%s\",\"secretValue\":\"%s\"}"
              .formatted(accounts.publicValue, accounts.secretValue));
      RetrofitApis.main(
          new String[] {
            street.statusEntry.origin(),
            accounts.accessKey,
            street.mayaOnline.origin(),
            secrets.toString()
          });
      for (EmbeddedVendor vendor : List.of(street.statusEntry, street.mayaOnline)) {
        vendor
            .takeTraffic()
            .wire()
            .forEach(line -> System.out.println(vendor.name() + " saw " + line));
      }
    }
  }
}
