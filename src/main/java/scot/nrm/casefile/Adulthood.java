package scot.nrm.casefile;

import java.time.LocalDate;
import java.util.Optional;
import scot.nrm.calendar.ComingOfAge;

/**
 * The first day on which the person in a case is an adult, according to their file (D7). Until
 * then, or if the file doesn't show it, they are treated as a child.
 *
 * <p>A recorded finding decides. Without one, or where a child was found without a date of birth,
 * the date of birth on the NRM form decides, unless the age is disputed or the finding shows that
 * the date is wrong. An estimated or disputed date never changes anything automatically.
 */
public final class Adulthood {

  private Adulthood() {}

  /** The first day on which the person is an adult; empty if only a finding could establish it. */
  public static Optional<LocalDate> from(CaseFileContent file) {
    Optional<LocalDate> foundAdultFrom =
        file.date("adultFromDate").filter(date -> file.is("ageFinding", "adult"));
    if (foundAdultFrom.isPresent()) {
      return foundAdultFrom;
    }
    return file.date("foundDateOfBirth")
        .filter(date -> file.is("ageFinding", "child"))
        .or(() -> file.date("childDateOfBirth").filter(date -> !isDisputed(file, date)))
        .map(ComingOfAge::adultFrom);
  }

  /**
   * Includes a finding that the person is a child on a day when this date would make them an adult.
   */
  private static boolean isDisputed(CaseFileContent file, LocalDate born) {
    return file.is("ageDisputed", "yes")
        || file.is("ageFinding", "child")
            && file.date("ageFindingDate")
                .filter(found -> !ComingOfAge.isChild(born, found))
                .isPresent();
  }

  /**
   * Whether the person is an adult on a day; from the start of the day on which they come of age.
   */
  public static boolean isAdult(CaseFileContent file, LocalDate day) {
    return from(file).filter(adultFrom -> !day.isBefore(adultFrom)).isPresent();
  }
}
