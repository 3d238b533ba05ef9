package scot.nrm.casefile;

import java.time.LocalDate;
import java.util.Optional;
import scot.nrm.calendar.ComingOfAge;

/**
 * From which day the person of a case is an adult, as far as their file can say (D7). Until then, and wherever the file
 * cannot say, they are a child.
 *
 * <p>A recorded finding decides. Without one, the date of birth decides, unless the age is disputed: an estimated or
 * disputed date never switches anything by itself.
 */
public final class Adulthood {

  private Adulthood() {}

  /** The first day on which the person is an adult; empty where only a finding could say. */
  public static Optional<LocalDate> from(CaseFileContent file) {
    Optional<LocalDate> foundAdultFrom = file.date("adultFromDate").filter(date -> file.is("ageFinding", "adult"));
    if (foundAdultFrom.isPresent()) {
      return foundAdultFrom;
    }
    return file.date("foundDateOfBirth").filter(date -> file.is("ageFinding", "child"))
        .or(() -> file.date("childDateOfBirth").filter(date -> !file.is("ageDisputed", "yes")))
        .map(ComingOfAge::adultFrom);
  }

  /** Whether the person is an adult on a day; from the start of the day on which they come of age. */
  public static boolean isAdult(CaseFileContent file, LocalDate day) {
    return from(file).filter(adultFrom -> !day.isBefore(adultFrom)).isPresent();
  }
}
