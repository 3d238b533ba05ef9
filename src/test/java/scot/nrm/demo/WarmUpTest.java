package scot.nrm.demo;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

/** A start does not depend on it, so nobody would notice if it stopped half-way. */
class WarmUpTest {

  @Test
  void theWarmUpCompletes() {
    assertThatCode(WarmUp::run).doesNotThrowAnyException();
  }
}
