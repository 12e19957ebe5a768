package dev.latchkey.spring;

import okhttp3.OkHttpClient;

/**
 * Sets up the {@link OkHttpClient} of the application before the keyring is installed in it. Beans
 * of this type are called in their order, each once, while the client is made.
 */
@FunctionalInterface
public interface OkHttpClientBuilderCustomizer {

  /** Changes the builder: interceptors, a cache, a dispatcher and the like. */
  void customize(OkHttpClient.Builder builder);
}
