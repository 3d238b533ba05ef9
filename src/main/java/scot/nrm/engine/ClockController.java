package scot.nrm.engine;

import jakarta.servlet.http.HttpSession;
import java.time.LocalDateTime;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Groups;
import org.camunda.bpm.webapp.impl.security.auth.Authentication;
import org.camunda.bpm.webapp.impl.security.auth.AuthenticationUtil;
import org.camunda.bpm.webapp.impl.security.auth.Authentications;
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
import scot.nrm.calendar.LocalDay;

/** Shows and moves the clock: for an administrator who is signed in to the web applications, outside production. */
@RestController
@RequestMapping("/nrm/clock")
@Profile("!production")
class ClockController {

  private static final Logger LOG = LoggerFactory.getLogger(ClockController.class);

  private final MovableClock clock;
  private final ProcessEngine engine;

  ClockController(MovableClock clock, ProcessEngine engine) {
    this.clock = clock;
    this.engine = engine;
  }

  /** What time it is for the cases. */
  record Shown(LocalDateTime now, String zone) {}

  /** The local time to move to, such as {@code 2009-05-17T14:00}. */
  record Move(LocalDateTime to) {}

  @GetMapping
  Shown show(HttpSession session) {
    administrator(session);
    return new Shown(clock.now(), LocalDay.ZONE.getId());
  }

  /** Takes JSON only: another site's form cannot send that, so it cannot make an administrator's browser do this. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  Shown move(@RequestBody Move move, HttpSession session) {
    String administrator = administrator(session);
    if (move.to() == null) {
      throw new ResponseStatusException(
          HttpStatus.BAD_REQUEST, "Say where to move the clock: {\"to\": \"2009-05-17T14:00\"}");
    }
    clock.moveTo(move.to());
    LOG.info("{} moved the clock to {}", administrator, move.to());
    return show(session);
  }

  /** Asks the engine, not the session, for the group: a session may be older than the group. */
  private String administrator(HttpSession session) {
    Authentications signedIn = AuthenticationUtil.getAuthsFromSession(session);
    Authentication user =
        signedIn == null ? null : signedIn.getAuthenticationForProcessEngine(engine.getName());
    if (user == null) {
      throw new ResponseStatusException(HttpStatus.UNAUTHORIZED, "Sign in to the web applications first");
    }
    IdentityService identities = engine.getIdentityService();
    boolean isAdministrator = identities.createGroupQuery()
        .groupMember(user.getIdentityId()).groupId(Groups.CAMUNDA_ADMIN).count() > 0;
    if (!isAdministrator) {
      throw new ResponseStatusException(HttpStatus.FORBIDDEN, "Only an administrator moves the clock");
    }
    return user.getIdentityId();
  }
}
