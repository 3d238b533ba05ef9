package scot.nrm.cockpit;

import jakarta.ws.rs.core.Response.Status;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;
import scot.nrm.errors.NotFoundInWords;

/**
 * A request that is not answered, in a sentence that says what to do. Nothing about a child is in
 * it.
 */
public final class RequestRefused {

  private RequestRefused() {}

  /** 400: something in the request cannot be understood. */
  public static InvalidRequestException badRequest(String sentence) {
    return new InvalidRequestException(Status.BAD_REQUEST, sentence);
  }

  /** 403: it is not for this person. */
  public static InvalidRequestException forbidden(String sentence) {
    return new InvalidRequestException(Status.FORBIDDEN, sentence);
  }

  /** 404: there is no such thing, or none that this person may know of. */
  public static InvalidRequestException notFound(String sentence) {
    return new NotFoundInWords(sentence);
  }
}
