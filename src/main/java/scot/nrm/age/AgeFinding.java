package scot.nrm.age;

import java.time.LocalDate;
import java.util.Optional;
import scot.nrm.calendar.ComingOfAge;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/**
 * A finding on a person's age (D7), from the form or the file.
 *
 * @param adult whether the person is an adult or a child
 * @param dateOfBirth the date of birth that was found, if one was
 */
record AgeFinding(boolean adult, LocalDate foundOn, Optional<LocalDate> dateOfBirth) {

  static final String FINDING = "ageFinding";
  static final String DATE = "ageFindingDate";
  static final String BORN_KNOWN = "foundDateOfBirthKnown";
  static final String BORN = "foundDateOfBirth";
  static final String ADULT_FROM = "adultFromDate";
  static final String ASSESSED_BY = "ageAssessedBy";
  static final String REASON = "ageFindingReason";

  /** Empty where no finding is recorded. */
  static Optional<AgeFinding> of(CaseFileContent content) {
    Optional<LocalDate> born = content.date(BORN).filter(day -> content.is(BORN_KNOWN, "yes"));
    return content
        .date(DATE)
        .filter(day -> !content.text(FINDING).isEmpty())
        .map(day -> new AgeFinding(content.is(FINDING, "adult"), day, born));
  }

  /** The recorded code: {@code adult} or {@code child}. */
  String code() {
    return adult ? "adult" : "child";
  }

  /** An adult's first day as one: the 18th birthday by the date found, or the finding's day. */
  LocalDate adultFrom() {
    return dateOfBirth.map(ComingOfAge::adultFrom).orElse(foundOn);
  }

  boolean isConsistent() {
    return dateOfBirth.filter(born -> ComingOfAge.isChild(born, foundOn) == adult).isEmpty();
  }

  boolean hasSameContent(AgeFinding other) {
    return adult == other.adult && dateOfBirth.equals(other.dateOfBirth);
  }

  /** Enters the finding in the register; for an adult, with the day from which they are one. */
  void enter(RegisterUpdates updates, String caseNumber, String officer, String reason) {
    updates.addEntry(
        caseNumber,
        RegisterEvent.entry(EntryKind.AGE_FINDING)
            .code(code())
            .from(foundOn)
            .officer(officer)
            .detail(reason));
    if (adult) {
      updates.adult(caseNumber, adultFrom(), "finding", foundOn, officer);
    } else {
      updates.foundToBeChild(caseNumber, foundOn, officer);
    }
  }
}
