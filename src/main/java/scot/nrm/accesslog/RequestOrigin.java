package scot.nrm.accesslog;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import scot.nrm.access.SignedIn;
import scot.nrm.access.Teams;
import scot.nrm.access.Viewer;

/**
 * Keeps the request that this thread answers, so that an entry written deep inside the program can
 * say where it came from. Records what Camunda's APIs refuse to a person who is signed in; our own
 * pages record it themselves ({@link WatchedPages}).
 */
public final class RequestOrigin extends OncePerRequestFilter {

  /** The engine has no request when it checks a password; Spring's holder is filled too late. */
  private static final ThreadLocal<HttpServletRequest> CURRENT = new ThreadLocal<>();

  private static final String PERSON = RequestOrigin.class.getName();
  private static final Pattern API =
      Pattern.compile("/camunda/api/.*|/engine-rest/.*|/nrm/modeler/.*");

  /** Part of an address that Camunda or we have named; anything else may have been typed. */
  private static final Pattern KNOWN_PART = Pattern.compile("[a-z]+(-[a-z]+)*(\\.csv)?");

  private static final int MAX_PART_LENGTH = 30;
  private static final int MAX_PARTS = 10;

  private final ObjectProvider<AccessLog> log;
  private final ObjectProvider<SignedIn> signedIn;
  private final ObjectProvider<ProcessEngine> engine;

  public RequestOrigin(
      ObjectProvider<AccessLog> log,
      ObjectProvider<SignedIn> signedIn,
      ObjectProvider<ProcessEngine> engine) {
    this.log = log;
    this.signedIn = signedIn;
    this.engine = engine;
  }

  /** The request that this thread answers; empty in a job and while the application starts. */
  public static Optional<HttpServletRequest> request() {
    return Optional.ofNullable(CURRENT.get());
  }

  /** The address that the current request comes from; {@code null} where there is no request. */
  static String address() {
    return request().map(HttpServletRequest::getRemoteAddr).orElse(null);
  }

  /** Notes who sends a request that has no session. */
  public static void person(String userId) {
    request().ifPresent(request -> request.setAttribute(PERSON, userId));
  }

  /** Who sends this request, in a session or by a checked password or token. */
  public static Optional<String> userId(HttpServletRequest request) {
    return request.getAttribute(PERSON) instanceof String userId
        ? Optional.of(userId)
        : SignedIn.userId(request);
  }

  /** A path with nothing in it that a person may have typed, such as {@code /task/*}. */
  public static String path() {
    return request().map(RequestOrigin::path).orElse(null);
  }

  private static String path(HttpServletRequest request) {
    return Arrays.stream(request.getRequestURI().split("/"))
        .limit(MAX_PARTS)
        .map(
            part ->
                part.isEmpty()
                        || part.length() <= MAX_PART_LENGTH && KNOWN_PART.matcher(part).matches()
                    ? part
                    : "*")
        .collect(Collectors.joining("/"));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    CURRENT.set(request);
    try {
      chain.doFilter(request, response);
      if ((response.getStatus() == HttpStatus.FORBIDDEN.value()
              || response.getStatus() == HttpStatus.NOT_FOUND.value())
          && API.matcher(request.getRequestURI()).matches()) {
        person(request)
            .ifPresent(
                viewer ->
                    log.getObject()
                        .record(
                            Access.by(viewer, What.REQUEST)
                                .ofCase(caseNumber(request))
                                .detail(request.getMethod() + " " + path(request))
                                .refused()));
      }
    } finally {
      CURRENT.remove();
    }
  }

  private static String caseNumber(HttpServletRequest request) {
    return Stream.of("number", "caseNumber", "businessKey", "processInstanceBusinessKey")
        .map(request::getParameter)
        .filter(value -> value != null)
        .findFirst()
        .orElse(null);
  }

  private Optional<Viewer> person(HttpServletRequest request) {
    return request.getAttribute(PERSON) instanceof String userId
        ? Optional.of(Teams.person(userId, engine.getObject().getIdentityService()))
        : signedIn.getObject().viewer(request);
  }
}
