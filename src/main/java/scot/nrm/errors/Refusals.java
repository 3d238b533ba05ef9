package scot.nrm.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.AuthenticationException;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.SuspendedEntityInteractionException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.exception.DeploymentResourceNotFoundException;
import org.camunda.bpm.engine.exception.NotFoundException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.exception.cmmn.CaseDefinitionNotFoundException;
import org.camunda.bpm.engine.exception.cmmn.CaseExecutionNotFoundException;
import org.camunda.bpm.engine.exception.dmn.DecisionDefinitionNotFoundException;
import org.camunda.bpm.engine.impl.form.FormException;
import org.camunda.bpm.engine.rest.dto.ExceptionDto;
import org.camunda.bpm.engine.rest.exception.ExceptionHandlerHelper;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.glassfish.jersey.message.internal.HeaderValueException;
import org.glassfish.jersey.message.internal.MessageBodyProviderNotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scot.nrm.availability.DatabaseAway;

/**
 * The engine's answers to requests that it refuses. Camunda answers many of them with 500 and
 * internal details; here they are 400, 401, 403, 404 or 409, in Camunda's own shape of {@code
 * {type, message}}.
 *
 * <p>What belongs to another council gets the same answer as what does not exist, so that guessing
 * ids reveals nothing. Any other failure is 500: the answer gives only a number, under which the
 * log shows where it happened. Neither contains what was entered.
 */
final class Refusals {

  static final String NOT_FOUND = "Not found. It may not exist, or you may not have access to it.";

  private static final String CHANGED =
      "Someone else has changed this. Refresh the page and try again.";

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  /** The engine has no class for this refusal, only this text. */
  private static final String OTHER_TENANT = "no authenticated tenant";

  /** A required value is missing, as in "taskId is null". Other nulls: something wasn't found. */
  private static final Pattern MISSING_VALUE =
      Pattern.compile("[\\w ]+ (is|are) (null|empty|an empty \\w+)");

  /** Nothing was found with an id, such as "execution 7 doesn't exist: execution is null". */
  private static final Pattern UNKNOWN_ID =
      Pattern.compile("\\bid '.*: \\w+ is null$|doesn't exist: \\w+ is null$");

  /** Internal details of the application, the engine or a database. */
  private static final Pattern INTERNALS =
      Pattern.compile(
          "###|\\b(org|com|java|javax|jakarta|scot|sun|jdk|net|io|liquibase)\\.[a-z]\\w*\\.|ACT_[A-Z]{2}_|SQLException|(?i)\\b(select|insert"
              + " into|update|delete from)\\s+\\S+\\s+(from|set|where|values)\\b|\\bat"
              + " [\\w.$]+\\([\\w.]*:\\d");

  /** Not null, and the rules of a table, in PostgreSQL and in H2. */
  private static final Set<String> OWN_FAULTS = Set.of("23502", "23513", "23514");

  private static final int MAX_MESSAGE = 4000;
  private static final int MAX_FRAMES = 12;

  private Refusals() {}

  /**
   * The answer, and an entry in the log where the database is the cause, which each would say.
   *
   * @param thrown by a resource of one of the APIs, or by what reads its input
   */
  static Response answer(Throwable thrown) {
    DatabaseAway.logIfCauseOf(thrown);
    List<Throwable> causes = causes(thrown);
    return causes.stream()
        .map(Refusals::refusal)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> fault(causes));
  }

  /** Whether it refuses a request, with nothing wrong in the application. */
  static boolean isRefusal(Throwable thrown) {
    return causes(thrown).stream().map(Refusals::refusal).anyMatch(Optional::isPresent);
  }

  /** An error with its causes, even where they form a circle. */
  static List<Throwable> causes(Throwable thrown) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable one = thrown; one != null && !causes.contains(one); one = one.getCause()) {
      causes.add(one);
    }
    return causes;
  }

  private static Optional<Response> refusal(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    if (thrown instanceof MessageBodyProviderNotFoundException) {
      return Optional.of(answer(406, "No answer is available in the requested format."));
    }
    if (thrown instanceof NotFoundWithMessage) {
      return Optional.of(answer(404, message));
    }
    if (thrown instanceof WebApplicationException web) {
      int status = web.getResponse().getStatus();
      return status < 500 || status == 503
          ? Optional.of(status == 404 ? notFound() : web(web, status))
          : Optional.empty();
    }
    if (thrown instanceof ProcessEngineException && message.contains(OTHER_TENANT)
        || isNotFound(thrown, message)) {
      return Optional.of(notFound());
    }
    if (thrown instanceof AuthorizationException) {
      return Optional.of(answer(403, thrown, "You don't have permission to do this."));
    }
    if (thrown instanceof AuthenticationException) {
      return Optional.of(answer(401, thrown, "Sign in first."));
    }
    if (thrown instanceof OptimisticLockingException) {
      return Optional.of(answer(409, CHANGED)); // the engine's own text names rows and ids
    }
    if (isConflict(thrown)) {
      return Optional.of(answer(409, thrown, CHANGED));
    }
    if (DatabaseAway.isCauseOf(thrown)) {
      return Optional.of(unavailable());
    }
    if (thrown instanceof BadUserRequestException
        || thrown instanceof ParseException
        || thrown instanceof NullValueException
        || thrown instanceof FormException
        || thrown instanceof MismatchingMessageCorrelationException) {
      return Optional.of(answer(400, thrown, "This request can't be carried out."));
    }
    if (thrown instanceof JsonProcessingException) {
      return Optional.of(answer(400, "The JSON in this request is not what is expected here."));
    }
    if (thrown instanceof SQLException database) {
      return database(database);
    }
    if (thrown instanceof HeaderValueException || isFaultOfRequest(thrown)) {
      return Optional.of(answer(400, "A value in this request is missing or can't be used here."));
    }
    if (thrown.getClass() == ProcessEngineException.class && thrown.getCause() == null) {
      // The engine has no class for these refusals; a fault of its own has a cause.
      return Optional.of(answer(400, thrown, "This request can't be carried out."));
    }
    if (thrown instanceof InvalidRequestException && thrown.getCause() == null) {
      int status = ((InvalidRequestException) thrown).getStatus().getStatusCode();
      return Optional.of(
          answer(status < 500 ? status : 400, thrown, "This request can't be carried out."));
    }
    if (thrown instanceof RestException rest
        && rest.getStatus() != null
        && rest.getStatus().getStatusCode() < 500
        && causes(thrown).stream().skip(1).map(Refusals::refusal).allMatch(Optional::isEmpty)) {
      return Optional.of(
          answer(rest.getStatus().getStatusCode(), thrown, "This request can't be carried out."));
    }
    return Optional.empty();
  }

  private static boolean isNotFound(Throwable thrown, String message) {
    return thrown instanceof NotFoundException
        || thrown instanceof DeploymentResourceNotFoundException
        || thrown instanceof DecisionDefinitionNotFoundException
        || thrown instanceof CaseDefinitionNotFoundException
        || thrown instanceof CaseExecutionNotFoundException
        || thrown instanceof BadUserRequestException && UNKNOWN_ID.matcher(message).find()
        || thrown instanceof NullValueException && !MISSING_VALUE.matcher(message).matches()
        || thrown instanceof RestException rest && rest.getStatus() == Response.Status.NOT_FOUND;
  }

  /**
   * Camunda's REST layer reads requests without checking that they are complete: an error in that
   * layer, and not in the engine below, comes from the request.
   */
  private static boolean isFaultOfRequest(Throwable thrown) {
    return (thrown instanceof NullPointerException
            || thrown instanceof IllegalArgumentException
            || thrown instanceof ClassCastException
            || thrown instanceof IndexOutOfBoundsException)
        && Arrays.stream(thrown.getStackTrace())
            .map(StackTraceElement::getClassName)
            .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
            .findFirst()
            .filter(
                name ->
                    name.startsWith("org.camunda.bpm.engine.rest.")
                        || name.startsWith("org.camunda.bpm.cockpit.")
                        || name.startsWith("org.glassfish.jersey.uri.")
                        || name.equals("org.camunda.bpm.engine.impl.util.EnsureUtil"))
            .isPresent();
  }

  private static boolean isConflict(Throwable thrown) {
    return thrown instanceof TaskAlreadyClaimedException
        || thrown instanceof SuspendedEntityInteractionException;
  }

  /**
   * A value that doesn't fit its column, or breaks a unique or foreign key, is the sender's fault.
   * A missing value or a broken rule of the table is ours. Of two transactions that wait for each
   * other, the database ends one: its sender may try again.
   */
  private static Optional<Response> database(SQLException thrown) {
    String state = String.valueOf(thrown.getSQLState());
    if (state.startsWith("40")) {
      return Optional.of(answer(409, CHANGED));
    }
    return state.startsWith("22") || thrown instanceof SQLDataException
        ? Optional.of(
            answer(400, "A value is too long, or contains a character that can't be stored."))
        : state.startsWith("23") && !OWN_FAULTS.contains(state)
            ? Optional.of(answer(409, "It already exists, or is in use."))
            : Optional.empty();
  }

  private static Response web(WebApplicationException thrown, int status) {
    Response answer =
        answer(
            status,
            switch (status) {
              case 401 -> "Sign in first.";
              case 403 -> "You don't have permission to do this.";
              case 405 -> "This method can't be used here.";
              case 406 -> "No answer is available in the requested format.";
              case 413 -> "This is too large.";
              case 415 -> "This format can't be used here.";
              case 503 -> "This can't be shown at the moment. Try again later.";
              default -> "This request can't be carried out.";
            });
    String allowed = thrown.getResponse().getHeaderString("Allow");
    return allowed == null
        ? answer
        : Response.fromResponse(answer).header("Allow", allowed).build();
  }

  private static Response unavailable() {
    return Response.fromResponse(
            answer(503, "This can't be done at the moment. " + DatabaseAway.ADVICE))
        .header("Retry-After", DatabaseAway.SECONDS)
        .build();
  }

  private static Response notFound() {
    return answer(404, NOT_FOUND);
  }

  /** In Camunda's shape, with its message unless that reveals more than the request had. */
  private static Response answer(int status, Throwable thrown, String fallback) {
    ExceptionDto content = ExceptionHandlerHelper.getInstance().fromException(thrown);
    if (content.getMessage() == null
        || content.getMessage().length() > MAX_MESSAGE
        || INTERNALS.matcher(content.getMessage()).find()) {
      content.setMessage(fallback);
    }
    return json(status, content);
  }

  static Response answer(int status, String message) {
    ExceptionDto content = new ExceptionDto();
    content.setType(status < 500 ? "InvalidRequestException" : "ProcessEngineException");
    content.setMessage(message);
    return json(status, content);
  }

  private static Response json(int status, ExceptionDto content) {
    return Response.status(status).entity(content).type(MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static Response fault(List<Throwable> causes) {
    String number = UUID.randomUUID().toString();
    LOG.error(
        "Fault {}: {}",
        number,
        causes.stream()
            .map(
                one ->
                    one.getClass().getName()
                        + Arrays.stream(one.getStackTrace())
                            .limit(MAX_FRAMES)
                            .map(frame -> "\n  at " + frame)
                            .collect(Collectors.joining()))
            .collect(Collectors.joining("\nbecause of ")));
    return answer(
        500, "Something went wrong. Your administrator can find it in the log as " + number + ".");
  }
}
