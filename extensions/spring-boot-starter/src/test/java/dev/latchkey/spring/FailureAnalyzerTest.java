package dev.latchkey.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.checks.SecretSweep;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

/** What an application says that does not start because of a property. */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzerTest {

  @Configuration(proxyBeanMethods = false)
  @ImportAutoConfiguration(LatchkeyAutoConfiguration.class)
  static class Application {}

  @Test
  void namesThePropertyAndTheFix(CapturedOutput output) {
    fails(output, "latchkey.origins[0].url is not set; set it to an origin", "basic.username=u");
    fails(output, "latchkey.origins[0] has no scheme; set one", URL);
    fails(
        output,
        "latchkey.origins[0] has several schemes, header and basic; set one",
        URL,
        "header.name=x",
        "basic.username=u");
    fails(output, "latchkey.origins[0].header.value is not set; set it", URL, "header.name=x");
    fails(
        output,
        "latchkey.origins[0].header.value refers to ${ACME_KEY}, which is not set; set it",
        URL,
        "header.name=x",
        "header.value=${ACME_KEY}");
    fails(
        output,
        "latchkey.origins[0].header.value refers to ${ACME_KEY}, which is not set; set it",
        URL,
        "header.name=Authorization",
        "header.value=Bearer ${ACME_KEY}");
    fails(
        output,
        "latchkey.origins[0].header.value is empty; set it",
        URL,
        "header.name=x",
        "header.value=${ACME_KEY:}");
    fails(output, "latchkey.origins[0].jwt.key-file is not set; set it", URL, "jwt.lifetime=1m");
    fails(
        output,
        "latchkey.origins[0].jwt.lifetime is not set; set it",
        URL,
        "jwt.secret=0123456789abcdef0123456789abcdef");
    fails(
        output,
        "latchkey.origins[0].authgear: Key file /nowhere/k.pem",
        URL,
        "authgear.project-id=myapp",
        "authgear.key-file=/nowhere/k.pem");
    fails(
        output,
        "latchkey.origins[0].client-credentials.client-secret is not set; set it, or key-file",
        URL,
        "client-credentials.token-url=https://login.test/token",
        "client-credentials.client-id=app");
    fails(
        output,
        "latchkey.origins[0].url: Credentials for http://api.test must not cross the network in plain text; use https, or set",
        "url=http://api.test",
        "header.name=x",
        "header.value=v");
  }

  @Test
  void namesAnOriginThatIsSetTwice(CapturedOutput output) {
    assertThatThrownBy(
            () ->
                start(
                    "--latchkey.origins[0].url=https://api.test",
                    "--latchkey.origins[0].header.name=x",
                    "--latchkey.origins[0].header.value=v",
                    "--latchkey.origins[1].url=https://api.test/",
                    "--latchkey.origins[1].header.name=x",
                    "--latchkey.origins[1].header.value=v"))
        .isInstanceOf(Exception.class);

    assertThat(output)
        .contains("latchkey.origins[1].url: The origin https://api.test")
        .contains("but was added before");
  }

  @Test
  void namesAPropertyThatDoesNotExist(CapturedOutput output) {
    fails(
        output,
        "latchkey.origins[0].api-key.jwtt-key is no property of Latchkey; correct its name",
        URL,
        "api-key.api-key=k",
        "api-key.jwtt-key=" + SecretSweep.SECRET);
    fails(
        output,
        "latchkey.origins[0].jwt.audiense is no property of Latchkey; correct its name",
        URL,
        "jwt.secret=0123456789abcdef0123456789abcdef",
        "jwt.lifetime=1m",
        "jwt.audiense=orders");
    fails(
        output,
        "latchkey.origins[0].headr.value is no property of Latchkey; correct its name",
        URL,
        "headr.value=" + SecretSweep.SECRET);

    SecretSweep.assertShowsNoSecret(output.toString());
  }

  @Test
  void showsNoSecret(CapturedOutput output) {
    fails(
        output,
        "latchkey.origins[0].basic: The user id of Basic authentication must not have a colon",
        URL,
        "basic.username=u:" + SecretSweep.SECRET,
        "basic.password=" + SecretSweep.SECRET);
    fails(
        output,
        "latchkey.origins[0].header:",
        URL,
        "header.name=x",
        "header.value=" + SecretSweep.SECRET + "\n");

    SecretSweep.assertShowsNoSecret(output.toString());
  }

  private static final String URL = "url=https://api.test";

  private static void fails(CapturedOutput output, String line, String... properties) {
    int before = output.length();
    assertThatThrownBy(
            () ->
                start(
                    Arrays.stream(properties)
                        .map(property -> "--latchkey.origins[0]." + property)
                        .toArray(String[]::new)))
        .isInstanceOf(Exception.class);
    String said = output.toString().substring(before);
    assertThat(said).contains("APPLICATION FAILED TO START");
    assertThat(said.lines()).anyMatch(text -> text.startsWith(line));
  }

  private static void start(String... properties) {
    SpringApplication application = new SpringApplication(Application.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.run(properties).close();
  }
}
