package scot.nrm.cockpit;

import jakarta.ws.rs.core.Response.Status;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import scot.nrm.errors.NotFoundWithMessage;

/** Refuses a request, with a sentence that says what to do. It contains nothing about a child. */
public final class RequestRefused {

  private RequestRefused() {}

  /** 400: part of the request is invalid. */
  public static InvalidRequestException badRequest(String sentence) {
    return new InvalidRequestException(Status.BAD_REQUEST, sentence);
  }

  /** 403: this person has no permission. */
  public static InvalidRequestException forbidden(String sentence) {
    return new InvalidRequestException(Status.FORBIDDEN, sentence);
  }

  /** 409: something has changed since the page was opened. */
  public static InvalidRequestException conflict(String sentence) {
    return new InvalidRequestException(Status.CONFLICT, sentence);
  }

  /** 413: what was sent is too large. */
  public static InvalidRequestException tooLarge(String sentence) {
    return new InvalidRequestException(Status.REQUEST_ENTITY_TOO_LARGE, sentence);
  }

  /** 404: it doesn't exist, or this person may not know that it does. */
  public static InvalidRequestException notFound(String sentence) {
    return new NotFoundWithMessage(sentence);
  }
}
