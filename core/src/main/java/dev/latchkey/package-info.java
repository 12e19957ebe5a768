/**
 * Authenticates calls to other people's APIs.
 *
 * <p>A {@link dev.latchkey.Keyring} knows, for each {@link dev.latchkey.Origin}, the {@link
 * dev.latchkey.AuthScheme} that its vendor asks for:
 *
 * <pre>{@code
 * Keyring keyring = Keyring.builder()
 *     .add("https://myapp.authgearapps.com", AuthgearAdmin.project("myapp", KeyFile.newestIn(keys)))
 *     .add("https://api.example.com", AuthScheme.header("x-api-key", apiKey))
 *     .build();
 * }</pre>
 *
 * <p>An adapter puts the credentials on the requests of an HTTP client; {@link
 * dev.latchkey.AuthCall} holds the rules that every adapter follows.
 */
@org.jspecify.annotations.NullMarked
package dev.latchkey;
