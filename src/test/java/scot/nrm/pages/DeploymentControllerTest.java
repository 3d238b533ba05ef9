package scot.nrm.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.LocalDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import scot.nrm.availability.DatabaseHealthIndicator;
import scot.nrm.engine.CaseClock;

@Tag("quick")
class DeploymentControllerTest {

  private final CaseClock clock = mock(CaseClock.class);
  private final DatabaseHealthIndicator database = mock(DatabaseHealthIndicator.class);
  private final DeploymentController page =
      new DeploymentController("NRM", "National Referral Mechanism", false, clock, database);

  @Test
  void theAnswerHasNameAndDay() {
    when(database.isAnswering()).thenReturn(true);
    when(clock.today()).thenReturn(LocalDate.of(2009, 5, 14));

    ResponseEntity<DeploymentController.Deployment> answer = page.show();

    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
    assertThat(answer.getBody().name()).isEqualTo("NRM");
    assertThat(answer.getBody().today()).isEqualTo("2009-05-14");
  }

  @Test
  void withoutADatabaseThereIsNoAnswer() {
    when(database.isAnswering()).thenReturn(false);

    ResponseEntity<DeploymentController.Deployment> answer = page.show();

    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
    assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("60");
    assertThat(answer.getBody()).isNull();
  }
}
