package dev.latchkey.contract;

import dev.latchkey.Keyring;
import dev.latchkey.checks.SecretSweep;
import java.net.URI;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HandshakeCertificates;

/** No public type of the contract prints a secret. */
class PublicTypesTest extends SecretSweep {
  private static final URI URL = URI.create("https://u:" + SECRET + "@api.test/?t=" + SECRET);

  @Override
  protected Map<Class<?>, List<?>> instances() {
    return Map.of(
        TestClient.Call.class,
        List.of(
            TestClient.Call.get(URL).with("x", SECRET),
            TestClient.Call.post(URL, TestClient.Body.ONE_SHOT)),
        TestClient.Answer.class,
        List.of(new TestClient.Answer(200, SECRET, SECRET)),
        TestClient.Mode.class,
        List.of(TestClient.Mode.values()),
        TestClient.Body.class,
        List.of(TestClient.Body.values()),
        TestBody.class,
        List.of(TestBody.text(SECRET), TestBody.bytes(SECRET)),
        TestBody.Kind.class,
        List.of(TestBody.Kind.values()),
        AdapterContract.class,
        List.of(new Contract()),
        BodyAdapterContract.class,
        List.of(new BodyContract()));
  }

  private static final class Contract extends AdapterContract {
    @Override
    protected TestClient client(Keyring keyring, HandshakeCertificates trusted) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class BodyContract extends BodyAdapterContract {
    @Override
    protected TestClient client(Keyring keyring, HandshakeCertificates trusted) {
      throw new UnsupportedOperationException();
    }
  }
}
