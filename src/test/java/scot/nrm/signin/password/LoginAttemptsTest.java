package scot.nrm.signin.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class LoginAttemptsTest {

  private static final String OFFICE = "192.0.2.1";
  private static final String ELSEWHERE = "198.51.100.1";

  private Instant now = Instant.parse("2009-04-01T09:00:00Z");
  private final Clock watch = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final LoginAttempts attempts = new LoginAttempts(watch, 1_000);

  @Test
  void aFewWrongPasswordsCauseNoWait() {
    wrong(LoginAttempts.FREE_ATTEMPTS - 1, "isla", OFFICE);

    assertThat(attempts.wait("isla", OFFICE)).isZero();
  }

  @Test
  void fromTheFifthWrongPasswordTheWaitDoublesUpToFifteenMinutes() {
    wrong(5, "isla", OFFICE);
    assertThat(attempts.wait("isla", OFFICE)).isEqualTo(Duration.ofSeconds(5));
    wrong(1, "isla", OFFICE);
    assertThat(attempts.wait("isla", OFFICE)).isEqualTo(Duration.ofSeconds(10));
    wrong(4, "isla", OFFICE);
    assertThat(attempts.wait("isla", OFFICE)).isEqualTo(Duration.ofSeconds(160));
    now = now.plusSeconds(159);
    assertThat(attempts.wait("isla", OFFICE)).isEqualTo(Duration.ofSeconds(1));

    for (int day = 0; day < 200; day++) {
      attempts.failed("isla", OFFICE);
      now = now.plus(LoginAttempts.MAX_DELAY);
      assertThat(attempts.wait("isla", OFFICE)).as("never for good").isZero();
    }
  }

  @Test
  void theRightPasswordOrAnHourResetsTheCount() {
    wrong(6, "isla", OFFICE);
    attempts.succeeded("isla", OFFICE);
    assertThat(attempts.wait("isla", OFFICE)).isZero();

    wrong(6, "isla", OFFICE);
    now = now.plus(LoginAttempts.FORGET_AFTER).plusSeconds(1);
    wrong(1, "isla", OFFICE);
    assertThat(attempts.wait("isla", OFFICE)).isZero();
  }

  @Test
  void aStrangerCannotLockAnyoneOut() {
    wrong(30, "isla", ELSEWHERE);

    assertThat(attempts.wait("isla", ELSEWHERE)).isEqualTo(LoginAttempts.MAX_DELAY);
    assertThat(attempts.wait("isla", OFFICE)).isZero();
  }

  @Test
  void manyNamesFromOneAddressWaitAtMostTenSeconds() {
    for (int name = 0; name < LoginAttempts.FREE_PER_ADDRESS; name++) {
      assertThat(attempts.wait("name" + name, ELSEWHERE)).isZero();
      attempts.failed("name" + name, ELSEWHERE);
    }

    assertThat(attempts.wait("one more", ELSEWHERE)).isEqualTo(LoginAttempts.PER_ADDRESS);
    assertThat(attempts.wait("one more", OFFICE)).isZero();
    now = now.plus(LoginAttempts.PER_ADDRESS);
    assertThat(attempts.wait("one more", ELSEWHERE)).isZero();
  }

  @Test
  void aHundredWrongPasswordsOfOneUserAreSlowedAndReportedOnce() {
    for (int i = 0; i < LoginAttempts.FREE_PER_USER; i++) {
      assertThat(attempts.waitElsewhere("isla")).isZero();
      assertThat(attempts.shouldReport("isla")).isFalse();
      attempts.failed("isla", "198.51.100." + i);
    }

    assertThat(attempts.waitElsewhere("isla")).isEqualTo(LoginAttempts.PER_USER);
    assertThat(attempts.waitElsewhere("ailsa")).isZero();
    assertThat(attempts.shouldReport("isla")).isTrue();
    now = now.plus(LoginAttempts.PER_USER);
    assertThat(attempts.waitElsewhere("isla")).isZero();
    attempts.failed("isla", ELSEWHERE);
    assertThat(attempts.shouldReport("isla")).as("in this hour").isFalse();
    now = now.plus(Duration.ofHours(2));
    assertThat(attempts.waitElsewhere("isla")).as("never for good").isZero();
  }

  @Test
  void theMemoryOfAttemptsIsBounded() {
    LoginAttempts few = new LoginAttempts(watch, 10);
    for (int i = 0; i < 10; i++) {
      few.failed("isla", OFFICE);
    }
    for (int i = 0; i < 10; i++) {
      few.failed("name" + i, "192.0.2." + (10 + i));
    }

    assertThat(few.wait("isla", OFFICE)).isZero();
  }

  @Test
  void anIpv6AddressCountsByItsNetwork() {
    assertThat(LoginThrottle.network("2001:db8:1:2:3:4:5:6"))
        .isEqualTo(LoginThrottle.network("2001:db8:1:2::1"))
        .isNotEqualTo(LoginThrottle.network("2001:db8:1:3::1"));
    assertThat(LoginThrottle.network("192.0.2.1")).isEqualTo("192.0.2.1");
  }

  private void wrong(int times, String user, String address) {
    for (int i = 0; i < times; i++) {
      attempts.failed(user, address);
    }
  }
}
