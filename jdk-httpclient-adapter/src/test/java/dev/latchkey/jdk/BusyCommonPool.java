package dev.latchkey.jdk;

import dev.latchkey.Credential;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that {@link BusyCommonPoolTest} runs: all threads of the common pool are kept busy
 * while {@code send} is called. It prints what came of each call, and which threads there were.
 */
final class BusyCommonPool {
  private BusyCommonPool() {}

  public static void main(String[] args) throws Exception {
    CountDownLatch busy = new CountDownLatch(ForkJoinPool.getCommonPoolParallelism());
    for (long i = busy.getCount(); i > 0; i--) {
      ForkJoinPool.commonPool()
          .execute(
              () -> {
                busy.countDown();
                while (true) {
                  LockSupport.park();
                }
              });
    }
    busy.await();
    try (TestEnvironment rig = new TestEnvironment(new Setup(Transport.HTTP_1, SendMode.SEND))) {
      rig.vendor.reply(rig.vendor.stalled(401), Peer.of(200, "yes"));
      print("stalled refusal", rig, rig.client);

      rig.vendor.reply(Peer.of(401, "no"));
      print(
          "refusal that waits",
          rig,
          KeyringHttpClient.wrap(
              rig.bare().build(),
              rig.keyring(
                  context ->
                      Credential.of("x-token", "same")
                          .reusableUntil(context.now().plus(Duration.ofHours(1))))));
    }
    Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("Delay"))
        .forEach(name -> System.out.println("timer of the JDK: " + name));
    System.exit(0);
  }

  private static void print(String what, TestEnvironment rig, HttpClient client) throws Exception {
    HttpResponse<String> response =
        rig.send(client, rig.to("/").timeout(Duration.ofSeconds(20)).build());
    System.out.println(what + ": " + response.statusCode() + " " + response.body());
  }
}
