package scot.nrm.errors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Limits a request to an API: a megabyte, or twenty for files; JSON of limited depth, with no more
 * values than a form could have, and no duplicate names in an object, because the check and the
 * engine could then read different ones. The body is read completely before anything is done with
 * it.
 *
 * <p>Nobody searches or sorts by the values of variables, which the engine would allow to people
 * who may not read them: a list of tasks or cases would show what an authority proposes.
 */
final class RequestLimits implements ContainerRequestFilter {

  static final int MAX_BYTES = 1024 * 1024;
  static final int MAX_FILE_BYTES = 20 * 1024 * 1024;
  static final int MAX_DEPTH = 30;
  static final int MAX_VALUES = 20_000;

  private static final Pattern VARIABLES =
      Pattern.compile("variables|(process|task|caseInstance)Variables");

  private static final Pattern VARIABLE_ORDER = Pattern.compile(".+Variable");
  private static final String NO_SEARCH =
      "Lists can't be searched or sorted by the values of variables.";

  private final JsonFactory json =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    if (asksForVariables(request.getUriInfo().getQueryParameters())) {
      request.abortWith(Refusals.answer(400, NO_SEARCH));
      return;
    }
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

  private static boolean asksForVariables(MultivaluedMap<String, String> parameters) {
    return parameters.keySet().stream().anyMatch(VARIABLES.asMatchPredicate())
        || parameters.getOrDefault("sortBy", List.of()).stream()
            .anyMatch(VARIABLE_ORDER.asMatchPredicate());
  }

  /** A criterion is an object with an operator, in a list; other lists of variables have none. */
  private static boolean asksForVariables(JsonParser parser) throws IOException {
    JsonStreamContext object = parser.getParsingContext();
    if (parser.currentToken() == JsonToken.VALUE_STRING
        && "sortBy".equals(object.getCurrentName())) {
      return VARIABLE_ORDER.matcher(parser.getText()).matches();
    }
    return parser.currentToken() == JsonToken.FIELD_NAME
        && parser.currentName().equals("operator")
        && object.getParent().inArray()
        && VARIABLES
            .matcher(Objects.toString(object.getParent().getParent().getCurrentName(), ""))
            .matches();
  }

  private String problem(byte[] body) {
    try (JsonParser parser = json.createParser(body)) {
      for (int values = 0; parser.nextToken() != null; values++) {
        if (values > MAX_VALUES) {
          return "This has more than " + MAX_VALUES + " values.";
        }
        if (asksForVariables(parser)) {
          return NO_SEARCH;
        }
      }
      return null;
    } catch (IOException e) {
      return "This JSON can't be read: check it for duplicate names in an object, and for more than "
          + MAX_DEPTH
          + " levels.";
    }
  }
}
