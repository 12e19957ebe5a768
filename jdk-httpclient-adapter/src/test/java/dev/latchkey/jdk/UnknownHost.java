package dev.latchkey.jdk;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * A program that {@link UnknownHostTest} runs where no name of a host is known: it prints how calls
 * end, of the bare client and of the wrapped one, with a credential and without.
 */
final class UnknownHost {
  private UnknownHost() {}

  public static void main(String[] args) {
    HttpClient bare = HttpClient.newHttpClient();
    Keyring keyring =
        Keyring.builder().add("https://api.test", AuthScheme.header("x-api-key", "secret")).build();
    HttpClient wrapped = KeyringHttpClient.wrap(bare, keyring);
    for (String url : new String[] {"https://api.test/", "http://elsewhere.test/"}) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
      System.out.println(Outcome.of(bare, request, BodyHandlers::ofString));
      System.out.println(Outcome.of(wrapped, request, BodyHandlers::ofString));
    }
    // The clients' threads are not to keep it.
    System.exit(0);
  }
}
