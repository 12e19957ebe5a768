package dev.latchkey.examples.samples;

import dev.latchkey.Keyring;
import dev.latchkey.okhttp.KeyringInterceptor;
import dev.latchkey.vendor.MayaOnline;
import dev.latchkey.vendor.StatusEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import okhttp3.OkHttpClient;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.http.GET;

/** Two vendors by Retrofit. Arguments: a URL and access key, another URL, a folder of secrets. */
public final class RetrofitApis {
  interface StatusEntryApi {
    @GET("v1/incidents")
    Call<ResponseBody> incidents();
  }

  interface MayaOnlineApi {
    @GET("v3/clusters")
    Call<ResponseBody> clusters();
  }

  public static void main(String[] args) throws Exception {
    String secretKey = Files.readString(Path.of(args[3], "status-entry.key")).strip();
    Keyring.Builder keys = Keyring.builder().add(args[0], StatusEntry.keyPair(args[1], secretKey));
    keys.add(args[2], MayaOnline.apiKey(Files.readString(Path.of(args[3], "maya-online.json"))));
    try (Keyring keyring = keys.build()) {
      OkHttpClient client = KeyringInterceptor.install(new OkHttpClient.Builder(), keyring).build();
      Retrofit.Builder retrofit = new Retrofit.Builder().client(client);
      StatusEntryApi statusEntry = retrofit.baseUrl(args[0]).build().create(StatusEntryApi.class);
      MayaOnlineApi mayaOnline = retrofit.baseUrl(args[2]).build().create(MayaOnlineApi.class);
      System.out.println(statusEntry.incidents().execute().body().string());
      System.out.println(mayaOnline.clusters().execute().body().string());
    }
  }
}
