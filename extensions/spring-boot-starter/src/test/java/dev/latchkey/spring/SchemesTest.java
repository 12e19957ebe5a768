package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.latchkey.testing.TestKeys;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of scheme that properties can say. */
class SchemesTest {
  @TempDir Path folder;
  private Path keyFile;

  @BeforeEach
  void writeKey() {
    keyFile = Contexts.write(folder.resolve("key-1.pem"), TestKeys.pkcs8(TestKeys.rsa()));
  }

  @Test
  void headerAndQuery() {
    Contexts.origin("header.name=X-Key", "header.value=abc")
        .run(
            context ->
                assertThat(Contexts.sent(context).headers()).isEqualTo(Map.of("X-Key", "abc")));
    Contexts.origin("query.name=api_key", "query.value=abc")
        .run(
            context ->
                assertThat(Contexts.sent(context).uri())
                    .hasToString("https://api.test/orders?api_key=abc"));
  }

  @Test
  void basicAndMayaOnline() {
    Contexts.origin("basic.username=u", "basic.password=p")
        .run(context -> assertThat(Contexts.authorization(context)).isEqualTo("Basic dTpw"));
    Contexts.origin("maya-online.public-value=u", "maya-online.secret-value=p")
        .run(context -> assertThat(Contexts.authorization(context)).isEqualTo("Basic dTpw"));
  }

  @Test
  void jwtOfAKeyFile() {
    Contexts.origin(
            "jwt.key-file=" + keyFile,
            "jwt.issuer=acme",
            "jwt.subject=orders",
            "jwt.audience=one,two",
            "jwt.lifetime=10m",
            "jwt.claims.role=admin")
        .run(
            context -> {
              SignedJWT token = token(Contexts.authorization(context));
              assertThat(token.getHeader().getKeyID()).isEqualTo("key-1");
              assertThat(token.getHeader().getAlgorithm()).hasToString("RS256");
              var claims = token.getJWTClaimsSet();
              assertThat(claims.getIssuer()).isEqualTo("acme");
              assertThat(claims.getSubject()).isEqualTo("orders");
              assertThat(claims.getAudience()).isEqualTo(List.of("one", "two"));
              assertThat(claims.getStringClaim("role")).isEqualTo("admin");
              assertThat(claims.getIssueTime().toInstant().plusSeconds(600))
                  .isEqualTo(claims.getExpirationTime().toInstant());
            });
  }

  @Test
  void claimsAreListsAndObjectsAsTheyAreWritten() {
    Contexts.origin(
            "jwt.key-file=" + keyFile,
            "jwt.lifetime=10m",
            "jwt.claims.roles[0]=admin",
            "jwt.claims.roles[1]=reader",
            "jwt.claims.access.orders[0].name=all")
        .run(
            context -> {
              var claims = token(Contexts.authorization(context)).getJWTClaimsSet();
              assertThat(claims.getClaim("roles")).isEqualTo(List.of("admin", "reader"));
              assertThat(claims.getClaim("access"))
                  .isEqualTo(Map.of("orders", List.of(Map.of("name", "all"))));
            });
  }

  @Test
  void secretMayHaveTheTextOfAPlaceholder() {
    Contexts.origin("header.name=x", "header.value=a\\${b}c")
        .run(
            context ->
                assertThat(Contexts.sent(context).headers()).isEqualTo(Map.of("x", "a${b}c")));
  }

  @Test
  void passwordMayBeEmpty() {
    Contexts.origin("basic.username=key", "basic.password=")
        .run(context -> assertThat(Contexts.authorization(context)).isEqualTo("Basic a2V5Og=="));
  }

  @Test
  void jwtOfASecretOrOfAnElsewhereNamedKey() {
    Contexts.origin(
            "jwt.secret=0123456789abcdef0123456789abcdef", "jwt.key-id=k", "jwt.lifetime=1m")
        .run(
            context -> {
              SignedJWT token = token(Contexts.authorization(context));
              assertThat(token.getHeader().getAlgorithm()).hasToString("HS256");
              assertThat(token.getHeader().getKeyID()).isEqualTo("k");
            });
    Contexts.origin("jwt.key-file=" + keyFile, "jwt.key-id=other", "jwt.lifetime=1m")
        .run(
            context ->
                assertThat(token(Contexts.authorization(context)).getHeader().getKeyID())
                    .isEqualTo("other"));
  }

  @Test
  void authgearOfAFileOrAFolder() {
    for (String key : List.of("key-file=" + keyFile, "key-folder=" + folder)) {
      Contexts.origin("authgear.project-id=myapp", "authgear." + key)
          .run(
              context -> {
                SignedJWT token = token(Contexts.authorization(context));
                assertThat(token.getHeader().getKeyID()).isEqualTo("key-1");
                assertThat(token.getJWTClaimsSet().getAudience()).isEqualTo(List.of("myapp"));
              });
    }
  }

  @Test
  void statusEntry() {
    String[] keys = {"status-entry.access-key=ak", "status-entry.secret-key=sk"};
    Contexts.origin(keys)
        .run(
            context ->
                assertThat(Contexts.authorization(context)).startsWith("StatusEntry ak:eyJ"));
    Contexts.origin(keys)
        .withPropertyValues("latchkey.origins[0].status-entry.bound-to-path=true")
        .run(
            context ->
                assertThat(token(Contexts.authorization(context)).getJWTClaimsSet().getSubject())
                    .isEqualTo("/orders"));
  }

  @Test
  void apiKeyAloneAndWithSignatures() {
    Contexts.origin("api-key.api-key=k")
        .run(context -> assertThat(Contexts.sent(context).headers()).hasSize(1));
    Contexts.origin("api-key.api-key=k", "api-key.jwt-key=j")
        .run(context -> assertThat(Contexts.sent(context).headers()).containsKeys("x-signature"));
    String[] organization = {
      "api-key.api-key=k", "api-key.app-key=a", "api-key.app-secret=s", "api-key.jwt-key=j"
    };
    Contexts.origin(organization)
        .run(
            context ->
                assertThat(Contexts.sent(context).headers())
                    .containsEntry("x-app-key", "a")
                    .containsKeys("x-signature", "x-app-signature"));
  }

  private static SignedJWT token(String authorization) throws ParseException {
    return SignedJWT.parse(
        authorization.substring(authorization.lastIndexOf(' ') + 1).replaceFirst("^ak:", ""));
  }
}
