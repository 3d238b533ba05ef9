package scot.nrm.age;

import java.time.LocalDate;
import java.util.Optional;
import scot.nrm.calendar.ComingOfAge;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.register.RegisterUpdates;

/**
 * What was found about a person's age (D7), as form and file have it.
 *
 * @param adult whether an adult; else a child
 * @param on the day of the finding
 * @param dateOfBirth the date of birth that was found, if one was
 */
record AgeFinding(boolean adult, LocalDate on, Optional<LocalDate> dateOfBirth) {

  static final String FINDING = "ageFinding";
  static final String DATE = "ageFindingDate";
  static final String BORN_KNOWN = "foundDateOfBirthKnown";
  static final String BORN = "foundDateOfBirth";
  static final String ADULT_FROM = "adultFromDate";
  static final String ASSESSED_BY = "ageAssessedBy";
  static final String REASON = "ageFindingReason";

  /**
   * @return empty where no finding is recorded
   */
  static Optional<AgeFinding> of(CaseFileContent content) {
    Optional<LocalDate> born = content.date(BORN).filter(day -> content.is(BORN_KNOWN, "yes"));
    return content
        .date(DATE)
        .filter(day -> !content.text(FINDING).isEmpty())
        .map(day -> new AgeFinding(content.is(FINDING, "adult"), day, born));
  }

  /** As it is recorded: {@code adult} or {@code child}. */
  String code() {
    return adult ? "adult" : "child";
  }

  /**
   * The first day as an adult by this finding, for an adult: the 18th birthday that was found, else
   * its own day.
   */
  LocalDate adultFrom() {
    return dateOfBirth.map(ComingOfAge::adultFrom).orElse(on);
  }

  /** Whether the date of birth that was found says the same. */
  boolean fits() {
    return dateOfBirth.filter(born -> ComingOfAge.isChild(born, on) == adult).isEmpty();
  }

  /** Whether another finding says nothing new. */
  boolean saysTheSame(AgeFinding other) {
    return adult == other.adult && dateOfBirth.equals(other.dateOfBirth);
  }

  /**
   * Enters it in the register, with the day from which the person counts as an adult, or that they
   * are a child.
   */
  void enter(RegisterUpdates onTheWay, String caseNumber, String officer, String reason) {
    onTheWay.note(caseNumber, "age-finding", null, code(), on, officer, reason);
    if (adult) {
      onTheWay.adult(caseNumber, adultFrom(), "finding", officer);
    } else {
      onTheWay.childAgain(caseNumber, on, officer);
    }
  }
}
