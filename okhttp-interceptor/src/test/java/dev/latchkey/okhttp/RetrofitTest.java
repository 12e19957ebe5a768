package dev.latchkey.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.testing.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;
import retrofit2.Retrofit;
import retrofit2.http.GET;
import retrofit2.http.Url;

class RetrofitTest {
  private interface Api {
    @GET("/things")
    Call<ResponseBody> things();

    @GET
    Call<ResponseBody> at(@Url String url);
  }

  @AutoClose private final TestEnvironment lab = new TestEnvironment();

  private Api api() {
    return new Retrofit.Builder()
        .baseUrl(lab.vendor.origin())
        .client(lab.client(lab.keys))
        .build()
        .create(Api.class);
  }

  @Test
  void aCallIsAuthenticatedAndARefusedTokenReplacedOnce() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "things"));
    Api api = api();

    assertThat(api.things().execute().body().string()).isEqualTo("things");
    assertThat(api.things().execute().isSuccessful()).isTrue();

    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1", "t2", "t2");
  }

  @Test
  void anEnqueuedCallIsAuthenticatedAndARefusedTokenReplacedOnce() throws Exception {
    lab.vendor.reply(Reply.of(401, "no"), Reply.of(200, "things"));
    CompletableFuture<Response<ResponseBody>> result = new CompletableFuture<>();

    api()
        .things()
        .enqueue(
            new Callback<>() {
              @Override
              public void onResponse(Call<ResponseBody> call, Response<ResponseBody> response) {
                result.complete(response);
              }

              @Override
              public void onFailure(Call<ResponseBody> call, Throwable t) {
                result.completeExceptionally(t);
              }
            });

    assertThat(result.get(TestEnvironment.MOST_SECONDS, TimeUnit.SECONDS).body().string())
        .isEqualTo("things");
    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1", "t2");
  }

  @Test
  void aUrlElsewhereGetsNothing() throws Exception {
    Api api = api();

    assertThat(api.at(lab.foreign.origin() + "/next").execute().isSuccessful()).isTrue();
    assertThat(api.at("/page/2").execute().isSuccessful()).isTrue();

    assertThat(lab.foreign.sent("x-api-key")).containsExactly("");
    assertThat(lab.vendor.sent("x-api-key")).containsExactly("t1");
  }
}
