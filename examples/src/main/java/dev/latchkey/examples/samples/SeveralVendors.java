package dev.latchkey.examples.samples;

import dev.latchkey.Keyring;
import dev.latchkey.okhttp.KeyringInterceptor;
import dev.latchkey.vendor.ApiKey;
import dev.latchkey.vendor.MayaOnline;
import dev.latchkey.vendor.StatusEntry;
import java.io.FileInputStream;
import java.util.List;
import java.util.Properties;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Calls three vendors with one OkHttp client. Arguments: a properties file, and three URLs. */
public final class SeveralVendors {
  public static void main(String[] args) throws Exception {
    Properties p = new Properties();
    try (FileInputStream file = new FileInputStream(args[0])) {
      p.load(file);
    }
    Keyring.Builder keys = Keyring.builder();
    keys.add(args[1], StatusEntry.keyPair(p.getProperty("accessKey"), p.getProperty("secretKey")));
    keys.add(args[2], ApiKey.signed(p.getProperty("apiKey"), p.getProperty("jwtKey")));
    keys.add(
        args[3], MayaOnline.apiKey(p.getProperty("publicValue"), p.getProperty("secretValue")));
    try (Keyring keyring = keys.build()) {
      OkHttpClient client = KeyringInterceptor.install(new OkHttpClient.Builder(), keyring).build();
      for (String url :
          List.of(args[1] + "/v1/incidents", args[2] + "/v1/things", args[3] + "/v3/clusters")) {
        try (Response response = client.newCall(new Request.Builder().url(url).build()).execute()) {
          System.out.println(response.code() + " " + response.body().string());
        }
      }
    }
  }
}
