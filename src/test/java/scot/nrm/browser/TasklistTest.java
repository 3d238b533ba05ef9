package scot.nrm.browser;

import org.junit.jupiter.api.Nested;

/**
 * Tasklist, and what leads from it, in a browser. In one class, so that one application and one
 * sign-in of each person do for all: tests run in two virtual machines, which share nothing.
 */
class TasklistTest {

  @Nested
  class Journey extends TasklistJourney {}

  @Nested
  class Refusals extends TasklistRefusals {}

  @Nested
  class News extends CaseUpdatesJourney {}

  @Nested
  class Documents extends DocumentsJourney {}

  @Nested
  class CaseBeside extends CaseBesideTask {}

  @Nested
  class Councils extends CouncilSeparation {}

  @Nested
  class Pages extends TasklistPageLinks {}

  @Nested
  class EndOfSession extends SessionExpiry {}

  @Nested
  class Looks extends ApplicationAppearance {}

  @Nested
  class Policy extends ApplicationContentPolicy {}
}
