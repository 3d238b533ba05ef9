package scot.nrm.errors;

import jakarta.ws.rs.core.Response.Status;
import org.camunda.bpm.engine.rest.exception.InvalidRequestException;

/**
 * 404 with a sentence of our own, the same for what does not exist and for what the person may not
 * know about. Camunda's sentences, which differ between the two, are replaced; this one isn't.
 */
public final class NotFoundWithMessage extends InvalidRequestException {

  public NotFoundWithMessage(String sentence) {
    super(Status.NOT_FOUND, sentence);
  }
}
