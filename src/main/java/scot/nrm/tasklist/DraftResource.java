package scot.nrm.tasklist;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import scot.nrm.cockpit.CockpitResource;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.drafts.Draft;
import scot.nrm.drafts.Drafts;

/**
 * The signed-in person's draft of a form that they may send now: of a task that is assigned to
 * them, or of a process that they may start. For everyone else there is none.
 */
public abstract class DraftResource extends CockpitResource {

  private static final String PLUGIN = "plugin/" + TaskCaseResource.ID + "/{engine}/";

  private static final Pattern ID = Pattern.compile("[\\w.:-]{1,64}");

  private static final String SENT =
      "You have already sent this form, perhaps in another window. You can close this one.";
  private static final String ENDED =
      "The case has changed, and this task is no longer needed. Copy what you still need from here,"
          + " then refresh the list of tasks: the case may have a new task for you.";
  private static final String NOT_YOURS =
      "This task is not assigned to you now, or has ended. Copy what you still need from here, then"
          + " refresh the list of tasks.";
  private static final String NO_START =
      "You don't have permission to send this form, so no draft is saved.";
  private static final String OTHER_PERSON =
      "Someone else has signed in in this browser since you opened this form. What you type here is"
          + " not saved.";
  private static final String TOO_LARGE =
      "This is too long to be saved. Shorten the longest answers.";
  private static final String UNREADABLE = "Send a person and values.";

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

  private final Drafts.Kind kind;

  DraftResource(Drafts.Kind kind) {
    this.kind = kind;
  }

  @Path(PLUGIN + "task/{id}/draft")
  public static final class OfTask extends DraftResource {

    public OfTask() {
      super(Drafts.Kind.TASK);
    }
  }

  @Path(PLUGIN + "process-definition/{id}/draft")
  public static final class OfStart extends DraftResource {

    public OfStart() {
      super(Drafts.Kind.START);
    }
  }

  @GET
  public Draft draft(@PathParam("id") String id) {
    return drafts().find(kind, checked(id), viewer().userId()).orElseThrow(() -> noForm(id));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  public Draft save(@PathParam("id") String id, Typed typed) {
    if (typed == null || typed.person() == null || typed.values() == null) {
      throw RequestRefused.badRequest(UNREADABLE);
    }
    String person = viewer().userId();
    if (!typed.person().equals(person)) {
      throw RequestRefused.conflict(OTHER_PERSON);
    }
    try {
      return drafts().save(kind, checked(id), person, typed.values()).orElseThrow(() -> noForm(id));
    } catch (Drafts.TooLarge e) {
      throw RequestRefused.tooLarge(TOO_LARGE);
    }
  }

  private Drafts drafts() {
    return bean(Drafts.class);
  }

  private String checked(String id) {
    if (!ID.matcher(id).matches()) {
      throw noForm(id);
    }
    return id;
  }

  private InvalidRequestException noForm(String id) {
    if (kind == Drafts.Kind.START) {
      return RequestRefused.notFound(NO_START);
    }
    return RequestRefused.notFound(
        drafts().isSent(id, viewer().userId()).map(sent -> sent ? SENT : ENDED).orElse(NOT_YOURS));
  }
}
