package scot.nrm.errors;

import jakarta.ws.rs.core.Response.Status;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;

/**
 * 404 with a sentence of our own, that is the same for what does not exist and for what somebody
 * may not know of. Camunda's sentences tell the two apart and are replaced by one; this one stays.
 */
public final class NotFoundInWords extends InvalidRequestException {

  public NotFoundInWords(String sentence) {
    super(Status.NOT_FOUND, sentence);
  }
}
