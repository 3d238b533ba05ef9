package scot.nrm.signin.sessions;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Groups;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.Viewer;
import scot.nrm.accesslog.Access;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.accesslog.What;
import scot.nrm.calendar.BritishDate;
import scot.nrm.pages.FormToken;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;

/** The page on which people see and end their own sessions, and administrators those of others. */
@Controller
class SessionsPage implements StartPageEntry {

  private static final String PATH = "/nrm/sessions";

  private final SignedInPages pages;
  private final Sessions sessions;
  private final IdentityService identities;
  private final AccessLog log;

  SessionsPage(SignedInPages pages, Sessions sessions, IdentityService identities, AccessLog log) {
    this.pages = pages;
    this.sessions = sessions;
    this.identities = identities;
    this.log = log;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return List.of(
        new Entry("Your sessions", "See where you are signed in, and end a session.", PATH));
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(HttpServletRequest request) {
    return pages.forViewer(request, viewer -> page(HttpStatus.OK, "", "", viewer, request));
  }

  /** Ends one session; without an id, all but this one. */
  @PostMapping(PATH)
  ResponseEntity<byte[]> end(
      @RequestParam(name = "id", defaultValue = "") String id, HttpServletRequest request) {
    return pages.forForm(
        request,
        viewer -> {
          String userId = viewer.userId();
          int ended =
              id.isEmpty() ? sessions.endOthers(userId, request) : sessions.end(userId, id) ? 1 : 0;
          if (ended > 0) {
            log.record(Access.by(viewer, What.SIGN_OUT).detail(count(ended)));
          }
          return pages.seeOther(request.getContextPath() + PATH);
        });
  }

  @PostMapping(PATH + "/of-person")
  ResponseEntity<byte[]> endOfPerson(
      @RequestParam(name = "user", defaultValue = "") String typed, HttpServletRequest request) {
    return pages.forForm(
        request,
        SessionsPage::isAdministrator,
        viewer -> {
          String userId = typed.strip();
          if (identities.createUserQuery().userId(userId).count() == 0) {
            return page(
                HttpStatus.BAD_REQUEST,
                "",
                "There is no user with this id. Check it in Admin.",
                viewer,
                request);
          }
          int ended = sessions.endOthers(userId, request);
          log.record(Access.by(viewer, What.SIGN_OUT).about(userId).detail(count(ended)));
          return page(HttpStatus.OK, "Ended: " + count(ended) + ".", "", viewer, request);
        });
  }

  private ResponseEntity<byte[]> page(
      HttpStatus status, String done, String refused, Viewer viewer, HttpServletRequest request) {
    String own = ListedSession.of(request.getSession()).id();
    List<Map<String, Object>> shown =
        sessions.of(viewer.userId()).stream()
            .map(
                session ->
                    Map.<String, Object>of(
                        "id", session.id(),
                        "since", BritishDate.withTime(session.since()),
                        "address", session.address(),
                        "lastUsed", BritishDate.withTime(session.lastUsed()),
                        "isThis", session.id().equals(own)))
            .toList();
    return pages.page(
        status,
        "sessions",
        Map.of(
            "token",
            FormToken.of(request),
            "sessions",
            shown,
            "others",
            shown.size() > 1,
            "administrator",
            isAdministrator(viewer),
            "done",
            done,
            "refused",
            refused));
  }

  private static boolean isAdministrator(Viewer viewer) {
    return viewer.isIn(Groups.CAMUNDA_ADMIN);
  }

  private static String count(int sessions) {
    return sessions + (sessions == 1 ? " session" : " sessions");
  }
}
