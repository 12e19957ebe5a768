/**
 * Adds API credentials to the calls of an {@link okhttp3.OkHttpClient}.
 *
 * <pre>{@code
 * OkHttpClient client = KeyringInterceptor.install(new OkHttpClient.Builder(), keyring).build();
 * }</pre>
 */
@org.jspecify.annotations.NullMarked
package dev.latchkey.okhttp;
