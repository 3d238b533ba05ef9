package scot.nrm.signin.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scot.nrm.signin.password.LoginTurns.Turn;

class LoginTurnsTest {

  private static final int AT_A_TIME = 2;

  private final LoginTurns turns = new LoginTurns(AT_A_TIME, 0, Duration.ofMillis(50));

  /** 60 connections with wrong passwords for made-up users kept the right one waiting for 15 s. */
  @Test
  void strangersDoNotDelayPeopleKnownAtTheAddress() {
    strangers(60);

    Optional<Turn> mine = turns.take("glasgow.duty", "192.0.2.7", true);

    assertThat(mine).isPresent();
  }

  @Test
  void onlyAFewStrangersAreCheckedAtATime() {
    assertThat(strangers(60)).hasSize(AT_A_TIME);
  }

  @Test
  void aReturnedTurnIsFree() {
    strangers(60).forEach(Turn::close);

    assertThat(strangers(60)).hasSize(AT_A_TIME);
  }

  @Test
  void passwordsOfOneUserFromOneAddressAreCheckedOneAfterTheOther() throws Exception {
    Turn first = turns.take("owner", "192.0.2.7", true).orElseThrow();

    assertThat(inAnotherThread()).isEmpty();

    first.close();
    assertThat(inAnotherThread()).isPresent();
  }

  private Optional<Turn> inAnotherThread() throws InterruptedException {
    List<Optional<Turn>> taken = new ArrayList<>();
    Thread other = new Thread(() -> taken.add(turns.take("owner", "192.0.2.7", true)));
    other.start();
    other.join();
    return taken.get(0);
  }

  private List<Turn> strangers(int many) {
    return IntStream.range(0, many)
        .mapToObj(i -> turns.take("made-up-" + i, "203.0.113.5", false))
        .flatMap(Optional::stream)
        .toList();
  }
}
