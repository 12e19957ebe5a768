package dev.latchkey.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How much of a body that nobody wants is read. */
class DrainSubscriberTest {
  private final CountDownLatch read = new CountDownLatch(1);

  @Test
  void atMost64KibAndOneBatchAreRead() throws Exception {
    Source source = new Source();
    DrainSubscriber<String> drain = drain(Map.of(), Duration.ofSeconds(10));

    drain.onSubscribe(source);
    int batches = 0;
    while (source.requested > batches && source.cancelled.getCount() > 0) {
      drain.onNext(List.of(ByteBuffer.allocate(8 * 1024), ByteBuffer.allocate(8 * 1024)));
      batches++;
    }

    assertThat(batches).isEqualTo(5);
    assertThat(drain.getBody().toCompletableFuture()).isDone();
  }

  @Test
  void aBodyThatSaysThatItIsLargerIsNotReadAtAll() {
    Source source = new Source();
    DrainSubscriber<String> drain =
        drain(Map.of("Content-Length", List.of("65537")), Duration.ofSeconds(10));

    drain.onSubscribe(source);

    assertThat(source.requested).isZero();
    assertThat(source.cancelled.getCount()).isZero();
    assertThat(drain.getBody().toCompletableFuture()).isDone();
  }

  @Test
  void itIsWaitedForNoLongerThanTheCallMayLast() throws Exception {
    Source source = new Source();
    DrainSubscriber<String> drain = drain(Map.of(), Duration.ofMillis(10));

    drain.onSubscribe(source);

    assertThat(drain.getBody().toCompletableFuture().get(10, TimeUnit.SECONDS)).isNull();
    assertThat(source.cancelled.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private DrainSubscriber<String> drain(Map<String, List<String>> headers, Duration most) {
    return new DrainSubscriber<>(
        new ResponseInfo() {
          @Override
          public int statusCode() {
            return 401;
          }

          @Override
          public HttpHeaders headers() {
            return HttpHeaders.of(headers, (name, value) -> true);
          }

          @Override
          public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
          }
        },
        most,
        read::countDown);
  }

  private static final class Source implements Subscription {
    final CountDownLatch cancelled = new CountDownLatch(1);
    long requested;

    @Override
    public void request(long n) {
      requested = Math.addExact(requested, n);
    }

    @Override
    public void cancel() {
      cancelled.countDown();
    }
  }
}
