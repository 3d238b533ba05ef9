package scot.nrm.browser;

import org.junit.jupiter.api.Nested;

/**
 * Our pages in Cockpit, in a browser. In one class, so that the years of invented cases behind them
 * are made once: tests run in two virtual machines, which share nothing.
 */
class CockpitTest {

  @Nested
  class Caseload extends CockpitCaseload {}

  @Nested
  class Case extends CockpitCase {}

  @Nested
  class Figures extends CockpitFigures {}

  @Nested
  class Operations extends CockpitOperations {}
}
