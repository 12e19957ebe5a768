package dev.latchkey.spring;

import okhttp3.OkHttpClient;

/**
 * Customizes the {@link OkHttpClient} of the application before the keyring is installed in it.
 * Beans of this type are called in their order, each once, while the client is created.
 */
@FunctionalInterface
public interface OkHttpClientBuilderCustomizer {

  /** Customizes the builder, for example with interceptors, a cache or a dispatcher. */
  void customize(OkHttpClient.Builder builder);
}
