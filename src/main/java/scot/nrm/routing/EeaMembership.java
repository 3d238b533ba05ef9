package scot.nrm.routing;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.stereotype.Component;
import scot.nrm.engine.FormsCheck;
import scot.nrm.engine.sets.DataFile;
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

  /** Refuses a member that no form offers: nobody would count as its national. */
  @Component
  static final class CountriesCheck implements FormsCheck.SetCheck {

    private final EeaMembership eea;

    CountriesCheck(EeaMembership eea) {
      this.eea = eea;
    }

    @Override
    public List<String> problems(Map<String, byte[]> files) {
      byte[] list = files.get(DataFile.COUNTRIES.file());
      if (list == null) {
        return List.of(); // of a deployment of diagrams alone
      }
      Set<String> countries =
          DataFile.COUNTRIES.read(list).stream()
              .map(source -> (EnumerablePropertySource<?>) source)
              .flatMap(
                  source ->
                      Stream.of(source.getPropertyNames())
                          .filter(name -> name.endsWith(".value"))
                          .map(name -> String.valueOf(source.getProperty(name))))
              .collect(Collectors.toSet());
      return eea.get().stream()
          .map(Member::country)
          .filter(country -> !countries.contains(country))
          .map(
              country ->
                  "config/eea.yaml has the country %s, which no form offers. Write the value of a country in config/lists/countries.yaml."
                      .formatted(country))
          .toList();
    }
  }
}
