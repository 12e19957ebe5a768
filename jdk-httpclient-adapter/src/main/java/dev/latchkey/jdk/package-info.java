/**
 * Adds API credentials to the requests of a {@link java.net.http.HttpClient}.
 *
 * <pre>{@code
 * HttpClient client = KeyringHttpClient.wrap(HttpClient.newHttpClient(), keyring);
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.latchkey.jdk;
