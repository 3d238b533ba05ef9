package scot.nrm.pages;

import java.time.Instant;
import java.time.LocalDate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import scot.nrm.availability.DatabaseAway;
import scot.nrm.availability.DatabaseHealthIndicator;
import scot.nrm.engine.CaseClock;

/**
 * Tells Camunda's applications the name of this deployment, whether its cases are invented, and the
 * current day and time for them, which the browser can't know if the clock has been moved. It is
 * public, because the sign-in page shows it, and contains nothing about a case or a person.
 */
@RestController
public class DeploymentController {

  /** The path, which is public with every way of signing in. */
  public static final String PATH = "/nrm/deployment";

  private final String name;
  private final String fullName;
  private final boolean training;
  private final CaseClock clock;
  private final DatabaseHealthIndicator database;

  DeploymentController(
      @Value("${nrm.name}") String name,
      @Value("${nrm.full-name}") String fullName,
      @Value("${nrm.demo.enabled:false}") boolean training,
      CaseClock clock,
      DatabaseHealthIndicator database) {
    this.name = name;
    this.fullName = fullName;
    this.training = training;
    this.clock = clock;
    this.database = database;
  }

  /**
   * @param name the name on each page and on the browser's tab
   * @param fullName the name on the sign-in page
   * @param training whether people and cases are invented
   * @param today the day in Europe/London (D40)
   * @param now the time, for deadlines in hours
   */
  record Deployment(String name, String fullName, boolean training, LocalDate today, Instant now) {}

  /** Responds with 503 if the database doesn't: a load balancer may use it as a health check. */
  @GetMapping(PATH)
  ResponseEntity<Deployment> show() {
    return database.isAnswering()
        ? ResponseEntity.ok(new Deployment(name, fullName, training, clock.today(), clock.now()))
        : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
            .header(HttpHeaders.RETRY_AFTER, String.valueOf(DatabaseAway.SECONDS))
            .build();
  }
}
