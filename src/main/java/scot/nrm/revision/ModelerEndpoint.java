package scot.nrm.revision;

import jakarta.annotation.PreDestroy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.pages.SignedInPages;
import scot.nrm.revision.RevisionScenarios.Outcome;
import scot.nrm.signin.request.RequestPath;

/**
 * The REST endpoint for Camunda Modeler's Deploy button: files deployed here go into the author's
 * draft with the deployment's name, and nowhere else. It answers only those requests of Camunda's
 * REST API that Modeler sends. Modeler shows the {@code message} of an answer that isn't 2xx, and
 * no other text.
 *
 * <p>There is no session: each request has the author's name and password, or a bearer token where
 * an identity provider signs people in.
 */
@RestController
@RequestMapping(path = RequestPath.MODELER, produces = MediaType.APPLICATION_JSON_VALUE)
class ModelerEndpoint {

  /**
   * @param waits for how long the answer to Modeler waits for the check. After five seconds Modeler
   *     says that it found no engine.
   */
  @Validated
  @ConfigurationProperties("nrm.modeler")
  record Settings(@NotNull @DurationMin(millis = 1) @DurationMax(hours = 1) Duration waits) {}

  /** Checks that wait for the one that runs; each takes some seconds. */
  static final int MAX_WAITING = 10;

  private static final int RETRY_AFTER_SECONDS = 60;

  private final Revisions revisions;
  private final IdentityService identity;
  private final Duration timeout;
  private final ExecutorService checks =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          new CustomizableThreadFactory("check-for-modeler-"));

  ModelerEndpoint(Revisions revisions, IdentityService identity, Settings settings) {
    this.revisions = revisions;
    this.identity = identity;
    this.timeout = settings.waits();
  }

  @PreDestroy
  void stop() {
    checks.shutdownNow();
  }

  /** Modeler sends this request before each deployment. */
  @GetMapping("/version")
  ResponseEntity<Object> version() {
    author();
    return answer(
        HttpStatus.OK,
        Map.of("version", ProcessEngine.class.getPackage().getImplementationVersion()));
  }

  /** Modeler sends this request to test the address and password, with {@code maxResults=0}. */
  @GetMapping("/deployment")
  ResponseEntity<Object> deployments() {
    author();
    return answer(HttpStatus.OK, List.of());
  }

  @PostMapping("/deployment/create")
  ResponseEntity<Object> deploy(HttpServletRequest request) {
    String author = author();
    Map<String, byte[]> files = RevisionFiles.uploaded(request);
    if (!SignedInPages.text(request, "tenant-id").isEmpty()) {
      throw new RevisionRefused(
          "Diagrams are the same for every local authority. Leave the tenant ID empty.");
    }
    Revision draft = revisions.draft(SignedInPages.text(request, "deployment-name"), author);
    if (revisions.addFiles(draft.number(), files, author) == 0) {
      throw new RevisionRefused(
          "What you deployed is the same as in the set in force. Revision %d has none of these files."
              .formatted(draft.number()));
    }
    long receivedAt =
        (long) request.getAttribute(RequestPath.RECEIVED_AT); // before the password was checked
    String found =
        check(draft, receivedAt).map(check -> check.resultId(draft)).orElse("still-being-checked");
    // Modeler shows the id of the first definition, whatever was deployed.
    String id = "revision-%d-%s".formatted(draft.number(), found);
    return answer(
        HttpStatus.OK,
        Map.of(
            "id", String.valueOf(draft.number()),
            "name", draft.name(),
            "deployedProcessDefinitions", Map.of(id, Map.of("id", id))));
  }

  private record Check(List<String> problems, List<String> warnings, Outcome scenarios) {

    /** The check's result as an id for Modeler to show; problems are refused with sentences. */
    String resultId(Revision draft) {
      if (!problems.isEmpty()) {
        throw new RevisionRefused(
            "Your files are in the draft of revision %d, %s. The check found something to correct:\n%s"
                .formatted(draft.number(), draft.name(), String.join("\n", problems)));
      }
      if (!scenarios.isAsExpected()) {
        return "see-the-results-of-the-scenarios";
      }
      return warnings.isEmpty() ? "nothing-to-correct" : "warnings-need-a-reason";
    }
  }

  /**
   * @param receivedAt when Modeler's request arrived, by {@link System#nanoTime}
   * @return the result; empty if the check takes too long for Modeler, and only the revision's page
   *     shows it
   */
  private Optional<Check> check(Revision draft, long receivedAt) {
    long waited = System.nanoTime() - receivedAt;
    try {
      return Optional.of(
          checks
              .submit(
                  () ->
                      new Check(
                          revisions.problems(draft),
                          revisions.warnings(draft),
                          revisions.scenarios(draft)))
              .get(Math.max(0, timeout.toNanos() - waited), TimeUnit.NANOSECONDS));
    } catch (RejectedExecutionException e) {
      throw new TooManyChecks(draft);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Refuses to start a case. Modeler deploys first, so the files are already in the draft. */
  @PostMapping({"/process-definition/{id}/start", "/process-definition/key/{key}/start"})
  ResponseEntity<Object> start() {
    author();
    throw new RevisionRefused(
        "No case can be started from Camunda Modeler. Your files are in the draft: its page on Revisions says what the check found and what changes.");
  }

  private String author() {
    Viewer viewer = Viewer.of(identity.getCurrentAuthentication());
    if (!viewer.has(Role.POLICY_STAFF)) {
      throw new NotAnAuthor();
    }
    // From here on the program acts for the author, who may not deploy to the engine.
    identity.clearAuthentication();
    return viewer.userId();
  }

  private static final class NotAnAuthor extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final class TooManyChecks extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyChecks(Revision draft) {
      super(
          "Your files are in the draft of revision %d, %s. Too many checks are waiting, so they have not been checked. Deploy again in a minute, or open the page of the revision."
              .formatted(draft.number(), draft.name()));
    }
  }

  @ExceptionHandler
  ResponseEntity<Object> refused(TooManyChecks busy, HttpServletResponse response) {
    response.setIntHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    return refused(HttpStatus.SERVICE_UNAVAILABLE, busy.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<Object> refused(RevisionRefused refused) {
    return refused(HttpStatus.BAD_REQUEST, refused.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<Object> refused(NotAnAuthor nobody) {
    return refused(
        HttpStatus.FORBIDDEN, "Only policy staff put files into a revision. Ask for that role.");
  }

  private static ResponseEntity<Object> refused(HttpStatus status, String sentence) {
    return answer(status, Map.of("type", "InvalidRequestException", "message", sentence));
  }

  private static ResponseEntity<Object> answer(HttpStatus status, Object content) {
    return ResponseEntity.status(status)
        .cacheControl(CacheControl.noStore())
        .contentType(MediaType.APPLICATION_JSON)
        .body(content);
  }
}
