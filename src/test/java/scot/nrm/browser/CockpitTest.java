package scot.nrm.browser;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/**
 * Our pages in Cockpit, in a browser. They are in one class so that the years of invented cases are
 * generated once, because tests run in two virtual machines that share nothing.
 */
class CockpitTest {

  @AfterAll
  static void closeSessions() {
    CockpitTestBase.closeSessions();
  }

  @Nested
  class Caseload extends CockpitCaseload {}

  @Nested
  class Case extends CockpitCase {}

  @Nested
  class Figures extends CockpitFigures {}

  @Nested
  class Operations extends CockpitOperations {}

  @Nested
  class Revisions extends RevisionsInCockpit {}

  @Nested
  class Questions extends ManagersQuestions {}
}
