package scot.nrm.availability;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * For a load balancer, on the port that people use: whether this node is alive, and whether people
 * can be sent to it. The port for metrics has the same under Spring's names. They say nothing else.
 */
@RestController
public class HealthPages {

  public static final String ALIVE = "/livez";
  public static final String READY = "/readyz";

  private final DatabaseHealthIndicator database;

  HealthPages(DatabaseHealthIndicator database) {
    this.database = database;
  }

  @GetMapping(ALIVE)
  ResponseEntity<String> alive() {
    return answer(HttpStatus.OK, "ok");
  }

  /** 503 if the database doesn't answer within two seconds. */
  @GetMapping(READY)
  ResponseEntity<String> ready() {
    return database.isAnswering()
        ? answer(HttpStatus.OK, "ok")
        : answer(HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer");
  }

  private static ResponseEntity<String> answer(HttpStatus status, String text) {
    return ResponseEntity.status(status)
        .contentType(MediaType.TEXT_PLAIN)
        .cacheControl(CacheControl.noStore())
        .body(text);
  }
}
