package scot.nrm.casefile;

import java.time.LocalDate;
import java.util.Optional;
import scot.nrm.calendar.ComingOfAge;

/**
 * From which day the person of a case is an adult, as far as their file can say (D7). Until then,
 * and wherever the file cannot say, they are a child.
 *
 * <p>A recorded finding decides. Without one, or where a child was found without a date of birth,
 * the date of birth on the NRM form decides, unless the age is disputed or the finding shows that
 * it cannot be right: an estimated or disputed date never switches anything by itself.
 */
public final class Adulthood {

  private Adulthood() {}

  /** The first day on which the person is an adult; empty where only a finding could say. */
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
   * Also where the person was found to be a child on a day on which they would be an adult by this
   * date.
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
