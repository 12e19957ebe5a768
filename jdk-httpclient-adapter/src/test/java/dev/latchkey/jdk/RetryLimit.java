package dev.latchkey.jdk;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;

/**
 * A program that {@link RetryLimitTest} runs: the bare and the wrapped client are redirected
 * without end, and it prints for each after how many requests with what the call ended.
 */
final class RetryLimit {
  private RetryLimit() {}

  public static void main(String[] args) throws Exception {
    for (SendMode way : SendMode.values()) {
      try (TestEnvironment rig = new TestEnvironment(new Setup(Transport.HTTP_1, way))) {
        rig.vendor.reply(Peer.redirect(302, "/again"));
        print("bare", rig, rig.bare().followRedirects(Redirect.ALWAYS).build());
        print("wrapped", rig, rig.following(Redirect.ALWAYS));
      }
    }
    // The clients' threads are not to keep it.
    System.exit(0);
  }

  private static void print(String who, TestEnvironment rig, HttpClient client) throws Exception {
    int before = rig.vendor.requests().size();
    String end;
    try {
      end = "then " + rig.send(client, rig.to("/").build()).statusCode();
    } catch (IOException e) {
      end = "then " + e;
    }
    System.out.println(who + ": " + (rig.vendor.requests().size() - before) + " requests, " + end);
  }
}
