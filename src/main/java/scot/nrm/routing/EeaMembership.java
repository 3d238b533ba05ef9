package scot.nrm.routing;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.context.properties.ConfigurationProperties;
import scot.nrm.engine.sets.SetData;

/**
 * Whose nationals are EEA nationals, and when (D13), from {@code config/eea.yaml}.
 *
 * <p>Switzerland is a member here although it is not in the European Economic Area: the Immigration
 * (European Economic Area) Regulations 2006 count it as an EEA state. The United Kingdom is not
 * listed because its nationals have their own row.
 */
@ConfigurationProperties("nrm.eea")
public final class EeaMembership extends SetData<List<EeaMembership.Member>> {

  public EeaMembership(List<Member> members) {
    super(checked(members));
  }

  private static List<Member> checked(List<Member> members) {
    if (members == null || members.isEmpty()) {
      throw new IllegalArgumentException(
          "config/eea.yaml needs members, each with its country and its first day");
    }
    return List.copyOf(members);
  }

  /** Whether the country, an ISO 3166-1 alpha-2 code, is a member on a day. */
  public boolean includes(String country, LocalDate on) {
    return get().stream()
        .anyMatch(member -> member.country().equalsIgnoreCase(country) && member.isInForceOn(on));
  }

  /**
   * One membership.
   *
   * @param country ISO 3166-1 alpha-2 code
   * @param from its first day
   * @param until its last day; {@code null} if membership continues
   */
  public record Member(String country, LocalDate from, LocalDate until) {

    public Member {
      if (country == null
          || !country.matches("[A-Z]{2}")
          || from == null
          || until != null && until.isBefore(from)) {
        throw new IllegalArgumentException(
            "A member in config/eea.yaml needs a country of two capital letters and its first day, and its last day can't be before that: %s %s %s"
                .formatted(country, from, Objects.toString(until, "")));
      }
    }

    boolean isInForceOn(LocalDate day) {
      return !day.isBefore(from) && (until == null || !day.isAfter(until));
    }
  }
}
