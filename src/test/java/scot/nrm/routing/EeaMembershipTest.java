package scot.nrm.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import scot.nrm.routing.EeaMembership.Member;

@Tag("quick")
class EeaMembershipTest {

  private static final LocalDate APRIL_2009 = LocalDate.parse("2009-04-01");

  @Test
  void theFileHasTheThirtyCountriesOfApril2009() {
    EeaMembership shipped = shipped();

    assertThat(
            shipped.get().stream().filter(member -> shipped.includes(member.country(), APRIL_2009)))
        .hasSize(26 + 3 + 1);
    assertThat(shipped.includes("NO", APRIL_2009)).isTrue();
    assertThat(shipped.includes("GB", APRIL_2009)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "RO, 2006-12-31, false",
    "RO, 2007-01-01, true",
    "BG, 2009-04-01, true",
    "HR, 2013-06-30, false",
    "HR, 2013-07-01, true",
    "CH, 2009-04-01, true",
    "AL, 2009-04-01, false",
    "stateless, 2009-04-01, false"
  })
  void d13TheFileHasTheDayOfEachAccession(String country, LocalDate on, boolean member) {
    assertThat(shipped().includes(country, on)).isEqualTo(member);
  }

  @Test
  void aMembershipThatEndsCountsOnItsLastDay() {
    LocalDate last = LocalDate.parse("2020-12-31");
    EeaMembership eea =
        new EeaMembership(List.of(new Member("SK", LocalDate.parse("2004-05-01"), last)));

    assertThat(eea.includes("SK", last)).isTrue();
    assertThat(eea.includes("SK", last.plusDays(1))).isFalse();
  }

  @Test
  void anInvalidListIsRefused() {
    assertThatThrownBy(() -> new EeaMembership(List.of())).hasMessageContaining("config/eea.yaml");
    assertThatThrownBy(() -> new EeaMembership(null)).hasMessageContaining("config/eea.yaml");
    assertThatThrownBy(() -> new Member("false", APRIL_2009, null))
        .hasMessageContaining("config/eea.yaml");
    assertThatThrownBy(() -> new Member("SK", null, null)).hasMessageContaining("config/eea.yaml");
    assertThatThrownBy(() -> new Member("SK", APRIL_2009, APRIL_2009.minusDays(1)))
        .hasMessageContaining("its last day can't be before that");
  }

  private static EeaMembership shipped() {
    EeaMembership[] found = new EeaMembership[1];
    new ApplicationContextRunner()
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .withUserConfiguration(Eea.class)
        .run(context -> found[0] = context.getBean(EeaMembership.class));
    return found[0];
  }

  @EnableConfigurationProperties(EeaMembership.class)
  static class Eea {}
}
