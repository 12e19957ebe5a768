package dev.latchkey.spring;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of an application's keyring.
 *
 * @param origins The origins that requests are authenticated to, each with a url and exactly one
 *     scheme: header, query, basic, jwt, authgear, status-entry, api-key, maya-online or
 *     client-credentials.
 * @param issueTimeout How long it may take to issue a credential; 30 seconds unless set.
 * @param httpClients Whether the clients that Spring Boot configures use the keyring.
 */
@ConfigurationProperties("latchkey")
record LatchkeyProperties(
    @DefaultValue List<OriginProperties> origins,
    @Nullable Duration issueTimeout,
    @DefaultValue HttpClients httpClients) {

  /**
   * The HTTP clients that Spring Boot configures.
   *
   * @param enabled Whether RestClient.Builder, RestTemplateBuilder and HTTP interface clients send
   *     the keyring's credentials, and there is an OkHttpClient that does.
   */
  record HttpClients(@DefaultValue("true") boolean enabled) {}
}
