package dev.latchkey.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * An origin and the scheme of its credentials, of which there is exactly one.
 *
 * @param url The origin, such as https://api.example.com.
 * @param insecure Whether credentials may cross a network in plain http, which something else
 *     protects, such as a service mesh.
 * @param header A header of a constant value.
 * @param query A query parameter of a constant value.
 * @param basic Basic authentication.
 * @param jwt A JWT that the application signs.
 * @param authgear The Admin API of Authgear.
 * @param statusEntry A key pair of StatusEntry.
 * @param apiKey An API key, alone or with signatures.
 * @param mayaOnline An API key of MayaOnline.
 * @param clientCredentials A token of an OAuth 2 server.
 */
@ConfigurationPropertiesSource
record OriginProperties(
    @Nullable String url,
    @DefaultValue("false") boolean insecure,
    @NestedConfigurationProperty @Nullable HeaderProperties header,
    @NestedConfigurationProperty @Nullable QueryProperties query,
    @NestedConfigurationProperty @Nullable BasicProperties basic,
    @NestedConfigurationProperty @Nullable JwtProperties jwt,
    @NestedConfigurationProperty @Nullable AuthgearProperties authgear,
    @NestedConfigurationProperty @Nullable StatusEntryProperties statusEntry,
    @NestedConfigurationProperty @Nullable ApiKeyProperties apiKey,
    @NestedConfigurationProperty @Nullable MayaOnlineProperties mayaOnline,
    @NestedConfigurationProperty @Nullable ClientCredentialsProperties clientCredentials) {

  /** Returns the blocks that are there, by their names. */
  Map<String, SchemeProperties> schemes() {
    Map<String, SchemeProperties> given = new LinkedHashMap<>();
    put(given, "header", header);
    put(given, "query", query);
    put(given, "basic", basic);
    put(given, "jwt", jwt);
    put(given, "authgear", authgear);
    put(given, "status-entry", statusEntry);
    put(given, "api-key", apiKey);
    put(given, "maya-online", mayaOnline);
    put(given, "client-credentials", clientCredentials);
    return given;
  }

  private static void put(
      Map<String, SchemeProperties> given, String name, @Nullable SchemeProperties scheme) {
    if (scheme != null) {
      given.put(name, scheme);
    }
  }
}
