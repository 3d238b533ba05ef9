package scot.nrm.tasklist;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import scot.nrm.access.CaseAccess;
import scot.nrm.cockpit.CockpitResource;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.cockpit.casepage.CaseSearch;
import scot.nrm.cockpit.casepage.NextSteps;
import scot.nrm.drafts.Draft;
import scot.nrm.drafts.Drafts;
import scot.nrm.drafts.Drafts.Kind;

/**
 * What our parts of Tasklist ask for: the case beside a task, drafts of forms, what happens after a
 * form was sent, the search box, and the person's own work on the bar.
 */
@Path("plugin/" + TasklistResource.ID + "/default")
@Consumes(MediaType.APPLICATION_JSON)
public final class TasklistResource extends CockpitResource {

  /**
   * The plugin's id. It differs from Cockpit's because it is also the name of its folder of files.
   */
  static final String ID = "nrm-tasklist";

  private static final Pattern FORM_ID = Pattern.compile("[\\w.:-]{1,64}");
  private static final int MAX_SEARCH_LENGTH = 200;

  private static final String SENT =
      "You have already sent this form, perhaps in another window. You can close this one.";
  private static final String ENDED =
      "The case has changed, and this task is no longer needed. Copy what you still need from here, then refresh the list of tasks: the case may have a new task for you.";
  private static final String NOT_YOURS =
      "This task is not assigned to you now, or has ended. Copy what you still need from here, then refresh the list of tasks.";
  private static final String NO_START =
      "You don't have permission to send this form, so no draft is saved.";
  private static final String OTHER_PERSON =
      "Someone else has signed in in this browser since you opened this form. What you type here is not saved.";
  private static final String TOO_LARGE =
      "This is too long to be saved. Shorten the longest answers.";
  private static final String UNREADABLE = "Send a person and values.";
  private static final String NOT_SENT = "You have not sent this form in the last hour.";
  private static final String SEARCH_HINT =
      "Enter any part of a case number, a Home Office reference, or a name with the date of birth as 23/07/1994.";

  @GET
  @Path("task/{id}/case")
  public TaskCase.Answer beside(@PathParam("id") String id) {
    return bean(TaskCase.class).of(id, viewer());
  }

  // ---- drafts

  /**
   * What the form has now.
   *
   * @param person the user id of the person who opened the form: in another window of the same
   *     browser someone else may have signed in since
   * @param values the fields that the person has changed; none deletes the draft
   */
  public record Typed(String person, Map<String, JsonNode> values) {

    /** Omits the content, so that a careless log line doesn't reveal it. */
    @Override
    public String toString() {
      return "Typed[" + person + "]";
    }
  }

  /** The draft of a task that is assigned to the person. Everyone else who sees it has none. */
  @GET
  @Path("task/{id}/draft")
  public Draft taskDraft(@PathParam("id") String id) {
    return draft(Kind.TASK, id)
        .or(() -> sees(id) ? Optional.of(Draft.NONE) : Optional.empty())
        .orElseThrow(() -> noForm(Kind.TASK, id));
  }

  private boolean sees(String task) {
    return bean(TaskService.class).createTaskQuery().taskId(task).count() > 0;
  }

  @PUT
  @Path("task/{id}/draft")
  public Draft saveTaskDraft(@PathParam("id") String id, Typed typed) {
    return save(Kind.TASK, id, typed);
  }

  /** The draft of a process that the person may start; for everyone else there is none. */
  @GET
  @Path("process-definition/{id}/draft")
  public Draft startDraft(@PathParam("id") String id) {
    return draft(Kind.START, id).orElseThrow(() -> noForm(Kind.START, id));
  }

  @PUT
  @Path("process-definition/{id}/draft")
  public Draft saveStartDraft(@PathParam("id") String id, Typed typed) {
    return save(Kind.START, id, typed);
  }

  private Optional<Draft> draft(Kind kind, String id) {
    return drafts().find(kind, checked(kind, id), viewer().userId());
  }

  private Draft save(Kind kind, String id, Typed typed) {
    if (typed == null || typed.values() == null) {
      throw RequestRefused.badRequest(UNREADABLE);
    }
    if (typed.person() == null) { // the form was opened before its task was claimed
      throw noForm(kind, id);
    }
    String person = viewer().userId();
    if (!typed.person().equals(person)) {
      throw RequestRefused.conflict(OTHER_PERSON);
    }
    try {
      return drafts()
          .save(kind, checked(kind, id), person, typed.values())
          .orElseThrow(() -> noForm(kind, id));
    } catch (Drafts.TooLarge e) {
      throw RequestRefused.tooLarge(TOO_LARGE);
    }
  }

  private Drafts drafts() {
    return bean(Drafts.class);
  }

  private String checked(Kind kind, String id) {
    if (!FORM_ID.matcher(id).matches()) {
      throw noForm(kind, id);
    }
    return id;
  }

  private InvalidRequestException noForm(Kind kind, String id) {
    if (kind == Kind.START) {
      return RequestRefused.notFound(NO_START);
    }
    return RequestRefused.notFound(
        drafts().isSent(id, viewer().userId()).map(sent -> sent ? SENT : ENDED).orElse(NOT_YOURS));
  }

  // ---- what was sent

  @GET
  @Path("task/{id}/sent")
  public NextSteps.Sent afterTask(@PathParam("id") String id) {
    return sent(bean(NextSteps.class).afterTask(id, viewer()));
  }

  @GET
  @Path("process-instance/{id}/sent")
  public NextSteps.Sent afterStart(@PathParam("id") String id) {
    return sent(bean(NextSteps.class).afterStart(id, viewer()));
  }

  private static NextSteps.Sent sent(Optional<NextSteps.Sent> found) {
    return found.orElseThrow(() -> RequestRefused.notFound(NOT_SENT));
  }

  // ---- on the bar

  public record Searched(String text) {

    /** Omits the text, so that a careless log line doesn't reveal it. */
    @Override
    public String toString() {
      return "Searched";
    }
  }

  /** What is searched for is in the body: it may name a child. */
  @POST
  @Path("search")
  public CaseSearch.Found search(Searched typed) {
    if (typed == null
        || typed.text() == null
        || typed.text().isBlank()
        || typed.text().length() > MAX_SEARCH_LENGTH) {
      throw RequestRefused.badRequest(SEARCH_HINT);
    }
    return bean(CaseSearch.class).search(typed.text(), viewer());
  }

  /** Whether the person has the page of their own cases. */
  public record Work(boolean cases) {}

  @GET
  @Path("work")
  public Work work() {
    return new Work(bean(CaseAccess.class).worksOnCases(viewer()));
  }

  /** Another value as soon as a task that the person sees has come, gone or been claimed. */
  public record Changes(String tasks) {}

  @GET
  @Path("work/changes")
  public Changes changes() {
    return new Changes(bean(NextTask.class).state());
  }

  /** The task is {@code null} if none waits that the person may claim. */
  public record Claimed(NextSteps.OwnTask task) {}

  @POST
  @Path("work/next")
  public Claimed claimNext() {
    return new Claimed(bean(NextTask.class).claim(viewer()).orElse(null));
  }
}
