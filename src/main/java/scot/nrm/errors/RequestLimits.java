package scot.nrm.errors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;

/**
 * Limits a request to an API: a megabyte, or twenty for files; JSON of limited depth, with no more
 * values than a form could have, and no duplicate names in an object, because the check and the
 * engine could then read different ones. The body is read completely before anything is done with
 * it.
 */
final class RequestLimits implements ContainerRequestFilter {

  static final int MAX_BYTES = 1024 * 1024;
  static final int MAX_FILE_BYTES = 20 * 1024 * 1024;
  static final int MAX_DEPTH = 30;
  static final int MAX_VALUES = 20_000;

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    if (!request.hasEntity()) {
      return;
    }
    MediaType type = request.getMediaType();
    int largest =
        MediaType.MULTIPART_FORM_DATA_TYPE.isCompatible(type) ? MAX_FILE_BYTES : MAX_BYTES;
    byte[] body = request.getEntityStream().readNBytes(largest + 1);
    if (body.length > largest) {
      request.abortWith(
          Refusals.answer(413, "This is too large: more than " + largest / 1024 / 1024 + " MB."));
      return;
    }
    request.setEntityStream(new ByteArrayInputStream(body));
    if (type != null
        && type.getSubtype().toLowerCase(Locale.ROOT).endsWith("json")
        && body.length > 0) {
      String problem = problem(body);
      if (problem != null) {
        request.abortWith(Refusals.answer(400, problem));
      }
    }
  }

  private String problem(byte[] body) {
    try (JsonParser parser = json.createParser(body)) {
      for (int values = 0; parser.nextToken() != null; values++) {
        if (values > MAX_VALUES) {
          return "This has more than " + MAX_VALUES + " values.";
        }
      }
      return null;
    } catch (IOException e) {
      return "This JSON can't be read: check it for duplicate names in an"
          + " object, and for more than "
          + MAX_DEPTH
          + " levels.";
    }
  }
}
