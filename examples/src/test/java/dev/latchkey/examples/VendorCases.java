package dev.latchkey.examples;

import java.util.List;
import java.util.stream.Stream;

/** What verifies the requests of each vendor in {@code docs/vendors.md}, in the page's order. */
final class VendorCases {
  private VendorCases() {}

  static List<VendorCase> all() {
    return Stream.of(
            VendorKeyCases.all(),
            VendorTokenCases.all(),
            VendorPartCases.all(),
            VendorQueryCases.all(),
            VendorBodyCases.all(),
            VendorSignatureCases.all(),
            VendorFetchCases.all())
        .flatMap(List::stream)
        .toList();
  }
}
