/**
 * Adds API credentials to HTTP requests: builds, caches and renews them, and never sends them to
 * another host.
 *
 * <p>A {@link dev.latchkey.Keyring} knows, for each {@link dev.latchkey.Origin}, the {@link
 * dev.latchkey.AuthScheme} that its vendor requires:
 *
 * <pre>{@code
 * Keyring keyring = Keyring.builder()
 *     .add("https://myapp.authgearapps.com", AuthgearAdmin.project("myapp", KeyFile.newestIn(keys)))
 *     .add("https://api.example.com", AuthScheme.header("x-api-key", apiKey))
 *     .build();
 * }</pre>
 *
 * <p>An adapter adds the credentials to the requests of an HTTP client; {@link
 * dev.latchkey.AuthCall} applies the rules that all adapters follow.
 */
@org.jspecify.annotations.NullMarked
package dev.latchkey;
