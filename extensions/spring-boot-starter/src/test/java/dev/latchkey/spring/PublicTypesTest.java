package dev.latchkey.spring;

import dev.latchkey.checks.SecretSweep;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.mock.env.MockEnvironment;

/** No public type shows a secret, nor what Spring tells of its own about them. */
class PublicTypesTest extends SecretSweep {
  @Override
  protected Map<Class<?>, List<?>> instances() {
    OriginSchemes schemes = new OriginSchemes();
    Secret given = Secret.of(SECRET);
    OriginProperties origin =
        new OriginProperties(
            "https://api.test",
            false,
            null,
            null,
            new BasicProperties(given, given),
            null,
            null,
            null,
            null,
            null,
            null);
    MockEnvironment environment =
        new MockEnvironment()
            .withProperty("latchkey.origins[0].basic.username", "u" + SECRET)
            .withProperty("latchkey.origins[0].basic.password", SECRET);
    schemes.add(OriginScheme.of("latchkey.origins[0]", origin, new Secrets(environment)));
    LatchkeyEndpoint endpoint = new LatchkeyEndpoint(schemes, new KeyringState(Clock.systemUTC()));
    return Map.of(
        LatchkeyOkHttpAutoConfiguration.class, List.of(new LatchkeyOkHttpAutoConfiguration()),
        LatchkeyAutoConfiguration.class, List.of(new LatchkeyAutoConfiguration()),
        LatchkeyHttpClientAutoConfiguration.class,
            List.of(new LatchkeyHttpClientAutoConfiguration()),
        LatchkeyHealthAutoConfiguration.class, List.of(new LatchkeyHealthAutoConfiguration()),
        LatchkeyActuatorAutoConfiguration.class, List.of(new LatchkeyActuatorAutoConfiguration()),
        LatchkeyMetricsAutoConfiguration.class, List.of(new LatchkeyMetricsAutoConfiguration()),
        LatchkeyEndpoint.class, List.of(endpoint),
        LatchkeyEndpoint.Origins.class, List.of(endpoint.origins()),
        LatchkeyEndpoint.OriginState.class, endpoint.origins().origins());
  }
}
