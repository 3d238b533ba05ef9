package scot.nrm.browser;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;

/**
 * Tasklist and the pages that it links to, in a browser. They are in one class so that they share
 * one application and one sign-in for each person, because tests run in several virtual machines
 * that share nothing.
 */
class TasklistTest {

  @AfterAll
  static void closeSessions() {
    TasklistTestBase.closeSessions();
  }

  @Nested
  class Journey extends TasklistJourney {}

  @Nested
  class Refusals extends TasklistRefusals {}

  @Nested
  class Updates extends CaseUpdatesJourney {}

  @Nested
  class Documents extends DocumentsJourney {}

  @Nested
  class CaseBeside extends CaseBesideTask {}

  @Nested
  class Councils extends CouncilSeparation {}

  @Nested
  class Pages extends TasklistPageLinks {}

  @Nested
  class Log extends AccessLogJourney {}

  @Nested
  class EndOfSession extends SessionExpiry {}

  @Nested
  class Drafts extends FormDrafts {}

  @Nested
  class Filling extends FormFilling {}

  @Nested
  class Appearance extends ApplicationAppearance {}

  @Nested
  class Policy extends ApplicationContentPolicy {}

  @Nested
  class Visits extends VisitSize {}
}
