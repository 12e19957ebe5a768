package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadsTest {
  private static final Reads ALL = new Reads(true, true, Set.of("a", "b"));

  @Test
  void addsUpWhatWasRead() {
    assertThat(Reads.NOTHING.andMethod().andUri().andHeader("A").andHeader("b")).isEqualTo(ALL);
    assertThat(Reads.NOTHING.andMethod().and(Reads.NOTHING.andHeader("a")))
        .isEqualTo(new Reads(true, false, Set.of("a")));
    assertThat(ALL.and(Reads.NOTHING)).isSameAs(ALL);
  }

  @Test
  void coversWhatReadsNoMore() {
    assertThat(ALL.covers(Reads.NOTHING)).isTrue();
    assertThat(ALL.covers(ALL)).isTrue();
    assertThat(ALL.covers(Reads.NOTHING.andHeader("c"))).isFalse();
    assertThat(Reads.NOTHING.covers(Reads.NOTHING.andMethod())).isFalse();
    assertThat(Reads.NOTHING.andMethod().covers(Reads.NOTHING.andUri())).isFalse();
    assertThat(Reads.NOTHING.isNothing()).isTrue();
    assertThat(Reads.NOTHING.andHeader("a").isNothing()).isFalse();
  }
}
