package scot.nrm.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.WholeApplication;
import scot.nrm.calendar.LocalDay;
import scot.nrm.letters.Letters;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterEvent;

/** Whole cases, one child per test. Only the journey runs jobs, and none may fail. */
@WholeApplication
abstract class CaseJourneys {

  @Autowired ProcessEngine engine;
  @Autowired Register register;
  @Autowired Letters letters;

  Journey child;

  @BeforeEach
  void begin() {
    child = new Journey(engine);
  }

  @AfterEach
  void noIncidentIsLeft() {
    assertThat(child.incidents()).as("incidents").isZero();
    ClockUtil.reset();
  }

  /** What the register says of the case now. */
  RegisterCase nrmCase() {
    return register.find(child.caseNumber()).orElseThrow();
  }

  /** The kinds of the register's entries, oldest first. */
  List<String> kinds() {
    return register.history(child.caseNumber()).stream().map(RegisterEvent::kindCode).toList();
  }

  /** The kinds of addressees of a letter. */
  List<String> letters(String template) {
    return letters.of(child.caseNumber()).stream()
        .filter(letter -> letter.template().equals(template))
        .map(letter -> letter.addressee().name())
        .toList();
  }

  /** All letters of the case: their codes or templates, with the kinds of addressees. */
  List<String> lettersSent() {
    return letters.of(child.caseNumber()).stream()
        .map(
            letter ->
                (letter.code().startsWith("NRM") ? letter.code() : letter.template())
                    + " to "
                    + letter.addressee()
                    + (letter.minuteEnclosed() ? " with the minute" : ""))
        .toList();
  }

  void correctNationality(String... nationalities) {
    child.corrected(
        "glasgow.lead", "nationality", "correctedNationalities", List.of(nationalities));
  }

  /** The end of a day in Europe/London, as deadlines are stored (D40). */
  static Date endOf(String day) {
    return LocalDay.endOf(LocalDate.parse(day));
  }
}
