package scot.nrm.register;

import java.time.LocalDate;
import java.util.List;
import scot.nrm.calendar.ComingOfAge;
import scot.nrm.casefile.CaseFileContent;

/**
 * The facts about a child that the register uses for statistics.
 *
 * @param nationalities codes of the child's nationalities, or {@code unknown}; in order, without
 *     duplicates
 * @param sex {@code female}, {@code male} or {@code unknown}
 * @param age in whole years on the day the referral was received; {@code null} if not known
 */
public record RegisterFacts(
    List<String> nationalities, String sex, Integer age, boolean ageDisputed) {

  public RegisterFacts {
    nationalities = nationalities.stream().distinct().sorted().toList();
  }

  /** The facts from the file on the day the referral was received. */
  public static RegisterFacts of(CaseFileContent child, LocalDate received) {
    Integer age =
        child
            .date("childDateOfBirth")
            .map(born -> ComingOfAge.ageOn(born, received))
            .orElseGet(
                () ->
                    child.get("childEstimatedAge").isNumber()
                        ? child.get("childEstimatedAge").asInt()
                        : null);
    return new RegisterFacts(
        child.list("childNationalities"),
        child.text("childSex"),
        age,
        child.is("ageDisputed", "yes"));
  }
}
