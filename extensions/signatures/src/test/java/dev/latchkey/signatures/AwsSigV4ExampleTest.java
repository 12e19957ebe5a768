package dev.latchkey.signatures;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.IssueContext;
import dev.latchkey.testing.ManualClock;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What AWS published: the examples of the S3 API reference ("Authenticating Requests: Using the
 * Authorization Header"), and the signatures of the test suite of Signature Version 4.
 */
class AwsSigV4ExampleTest {
  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  @ParameterizedTest
  @CsvSource({
    "/test.txt, Range, bytes=0-9,"
        + " f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    "/?lifecycle, , , fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    "/?max-keys=2&prefix=J, , , 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  })
  void readingFromS3(String target, String name, String value, String signature) throws Exception {
    IssueContext context =
        IssueContext.of(
            "GET",
            URI.create("https://examplebucket.s3.amazonaws.com" + target),
            name == null ? Map.of() : Map.of(name, value),
            ManualClock.at("2013-05-24T00:00:00Z"));
    assertThat(AwsSigV4.of("us-east-1", "s3", ofS3()).issue(context).headers())
        .containsEntry(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + " SignedHeaders=host;"
                + (name == null ? "" : "range;")
                + "x-amz-content-sha256;x-amz-date, Signature="
                + signature)
        .containsEntry("X-Amz-Content-Sha256", EMPTY)
        .containsEntry("X-Amz-Date", "20130524T000000Z");
  }

  /** Its length is not signed, so it is not the request of a client. */
  @Test
  void writingToS3() throws Exception {
    String digest = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072";
    Map<String, List<String>> headers = new TreeMap<>();
    headers.put("date", List.of("Fri, 24 May 2013 00:00:00 GMT"));
    headers.put("host", List.of("examplebucket.s3.amazonaws.com"));
    headers.put("x-amz-content-sha256", List.of(digest));
    headers.put("x-amz-date", List.of("20130524T000000Z"));
    headers.put("x-amz-storage-class", List.of("REDUCED_REDUNDANCY"));
    String names = String.join(";", headers.keySet());
    String canonical =
        new AwsSigV4Request(URI.create("https://x/test$file.text"), true)
            .canonical("PUT", headers, names, digest);
    AwsSigV4Key key = new AwsSigV4Key(ofS3().secretAccessKey, "20130524", "us-east-1", "s3");
    assertThat(canonical).startsWith("PUT\n/test%24file.text\n");
    assertThat(key.authorization("AKIAIOSFODNN7EXAMPLE", "20130524T000000Z", names, canonical))
        .endsWith("98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }

  @Test
  void postXWwwFormUrlencoded() throws Exception {
    IssueContext context =
        IssueContext.of(
            "POST",
            URI.create("https://example.amazonaws.com/"),
            Map.of("Content-Type", "application/x-www-form-urlencoded"),
            "Param1=value1".getBytes(UTF_8),
            ManualClock.at("2015-08-30T12:36:00Z"));
    assertThat(AwsSigV4.of("us-east-1", "service", ofSuite()).issue(context).headers())
        .containsEntry(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                + " SignedHeaders=content-length;content-type;host;x-amz-content-sha256;x-amz-date,"
                + " Signature=d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b");
  }

  /** These have no x-amz-content-sha256. The values of a header are divided by bars. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      value = {
        "get-vanilla; /; ; ; 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-vanilla-query-order-key-case; /?Param2=value2&Param1=value1; ; ;"
            + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "get-vanilla-query-order-encoded; /?Param-3=Value3&Param=Value2&%E1%88%B4=Value1; ; ;"
            + " 371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
        "get-vanilla-empty-query-key; /?Param1=value1; ; ;"
            + " a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb",
        "get-vanilla-utf8-query; /?ሴ=bar; ; ;"
            + " 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
        "get-unreserved;"
            + " /-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz; ; ;"
            + " 07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
        "get-relative-relative-normalized; /example1/example2/../..; ; ;"
            + " 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-slashes-normalized; //example//; ; ;"
            + " 9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84",
        "get-header-key-duplicate; /; my-header1; value2|value2|value1;"
            + " c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
        "get-header-value-order; /; my-header1; value4|value1|value3|value2;"
            + " 08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01",
        "get-header-value-multiline; /; my-header1; value1|  value2|     value3;"
            + " ba17b383a53190154eb5fa66a1b836cc297cc0a3d70a5d00705980573d8ff790",
      })
  void testSuite(String name, String target, String header, String values, String signature)
      throws Exception {
    assertThat(signatureOfSuite(target, header, values, false)).isEqualTo(signature);
  }

  /** The test suite encodes these paths once; the client did so before the request was signed. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "get-utf8, /%E1%88%B4, 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
    "get-space-normalized, /example%20space/,"
        + " 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
    "get-slash-dot-slash-unnormalized, /./,"
        + " 68714168e6557f8f2de0ef956fc24dc2593a4bd2961f8df51898d8a134695145",
  })
  void testSuiteOfPathsThatAreEncodedOnce(String name, String target, String signature)
      throws Exception {
    assertThat(signatureOfSuite(target, null, null, true)).isEqualTo(signature);
  }

  private static String signatureOfSuite(String target, String header, String values, boolean isS3)
      throws Exception {
    Map<String, List<String>> headers = new TreeMap<>();
    headers.put("host", List.of("example.amazonaws.com"));
    headers.put("x-amz-date", List.of("20150830T123600Z"));
    if (header != null) {
      headers.put(header, List.of(values.split("\\|")));
    }
    String names = String.join(";", headers.keySet());
    URI uri = URI.create("https://example.amazonaws.com" + target);
    String canonical = new AwsSigV4Request(uri, isS3).canonical("GET", headers, names, EMPTY);
    AwsSigV4Key key =
        new AwsSigV4Key(ofSuite().secretAccessKey, "20150830", "us-east-1", "service");
    String authorization = key.authorization("AKIDEXAMPLE", "20150830T123600Z", names, canonical);
    return authorization.substring(authorization.lastIndexOf('=') + 1);
  }

  private static AwsCredentials ofS3() {
    return AwsCredentials.of("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  }

  private static AwsCredentials ofSuite() {
    return AwsCredentials.of("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  }
}
