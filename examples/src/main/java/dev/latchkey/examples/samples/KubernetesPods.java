package dev.latchkey.examples.samples;

import dev.latchkey.AuthScheme;
import dev.latchkey.Keyring;
import dev.latchkey.jdk.KeyringHttpClient;
import dev.latchkey.oauth2.TokenRequest;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lists pods with a fetched token. Arguments: token endpoint, API server, secret's file. */
public final class KubernetesPods {
  public static void main(String[] args) throws Exception {
    String secret = Files.readString(Path.of(args[2])).strip();
    AuthScheme token =
        TokenRequest.clientCredentials(args[0]).clientSecretBasic("pod-lister", secret).build();
    try (Keyring keyring = Keyring.builder().add(args[1], token).build();
        KubernetesClient client =
            new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty()).withMasterUrl(args[1]).build())
                .withHttpClientFactory(
                    new JdkHttpClientFactory() {
                      @Override
                      protected HttpClient.Builder createNewHttpClientBuilder() {
                        return KeyringHttpClient.newBuilder(keyring);
                      }
                    })
                .build()) {
      List<Pod> pods = client.pods().inNamespace("shop").list().getItems();
      pods.forEach(pod -> System.out.println(pod.getMetadata().getName()));
    }
  }
}
