package scot.nrm.casefile;

import java.util.List;

/**
 * What the register counts children by.
 *
 * @param nationalities codes of the child's nationalities, or {@code unknown}; in no order, no code twice
 * @param sex {@code female}, {@code male} or {@code unknown}
 * @param age in whole years on the day the referral was received; {@code null} where it is not known
 */
public record RegisterFacts(List<String> nationalities, String sex, Integer age, boolean ageDisputed) {

  public RegisterFacts {
    nationalities = nationalities.stream().distinct().sorted().toList();
  }
}
