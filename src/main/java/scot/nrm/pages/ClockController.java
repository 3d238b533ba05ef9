package scot.nrm.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDateTime;
import org.camunda.bpm.engine.authorization.Groups;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import scot.nrm.access.SignedIn;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.MovableClock;

/** Shows and moves the clock, for a signed-in administrator, outside production. */
@RestController
@RequestMapping("/nrm/clock")
@Profile("!production")
class ClockController {

  private static final Logger LOG = LoggerFactory.getLogger(ClockController.class);

  private final MovableClock clock;
  private final SignedIn signedIn;

  ClockController(MovableClock clock, SignedIn signedIn) {
    this.clock = clock;
    this.signedIn = signedIn;
  }

  record Shown(LocalDateTime now, String zone) {}

  /** The local time to move to, such as {@code 2009-05-17T14:00}. */
  record Move(LocalDateTime to) {}

  @GetMapping
  Shown show(HttpServletRequest request) {
    administrator(request);
    return new Shown(clock.now(), LocalDay.ZONE.getId());
  }

  /**
   * Accepts only JSON, which another site's form can't send, so that it can't make an
   * administrator's browser move the clock.
   */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  Shown move(@RequestBody Move move, HttpServletRequest request) {
    String administrator = administrator(request);
    if (move.to() == null) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST,
          "Give the time to move the clock to: {\"to\": \"2009-05-17T14:00\"}");
    }
    clock.moveTo(move.to());
    LOG.info("{} moved the clock to {}", administrator, move.to());
    return show(request);
  }

  private String administrator(HttpServletRequest request) {
    Viewer viewer =
        signedIn
            .viewer(request)
            .orElseThrow(
                () ->
                    new ResponseStatusException(
                        HttpStatus.UNAUTHORIZED, "Sign in to the web applications first"));
    if (!viewer.isIn(Groups.CAMUNDA_ADMIN)) {
      throw new ResponseStatusException(
          HttpStatus.FORBIDDEN, "Only an administrator can move the clock");
    }
    return viewer.userId();
  }
}
