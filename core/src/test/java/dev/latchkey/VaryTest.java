package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class VaryTest {
  private static final Vary ALL = new Vary(true, true, Set.of("a", "b"));

  @Test
  void addsUpWhatWasRead() {
    assertThat(Vary.NOTHING.andMethod().andUri().andHeader("A").andHeader("b")).isEqualTo(ALL);
    assertThat(Vary.NOTHING.andMethod().and(Vary.NOTHING.andHeader("a")))
        .isEqualTo(new Vary(true, false, Set.of("a")));
    assertThat(ALL.and(Vary.NOTHING)).isSameAs(ALL);
  }

  @Test
  void coversWhatReadsNoMore() {
    assertThat(ALL.covers(Vary.NOTHING)).isTrue();
    assertThat(ALL.covers(ALL)).isTrue();
    assertThat(ALL.covers(Vary.NOTHING.andHeader("c"))).isFalse();
    assertThat(Vary.NOTHING.covers(Vary.NOTHING.andMethod())).isFalse();
    assertThat(Vary.NOTHING.andMethod().covers(Vary.NOTHING.andUri())).isFalse();
    assertThat(Vary.NOTHING.isNothing()).isTrue();
    assertThat(Vary.NOTHING.andHeader("a").isNothing()).isFalse();
  }
}
