package scot.nrm.signin.request;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import scot.nrm.accesslog.RequestOrigin;
import scot.nrm.availability.DatabaseAway;

/**
 * Limits how much one person may read, export, send and print within an hour: far more than
 * anyone's work needs, and too little to copy the cases of a whole country with a borrowed account.
 * Each node counts on its own. A request that is answered with 503 isn't counted. Lists of tasks
 * aren't limited, because Tasklist refreshes them.
 */
public final class PersonLimits extends OncePerRequestFilter {

  private static final Logger LOG = LoggerFactory.getLogger(PersonLimits.class);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LOG_EVERY = Duration.ofMinutes(1);
  private static final int MAX_PEOPLE = 10_000;

  /** More are refused by the print queue, and counting them would take time. */
  private static final int MAX_LETTERS = 100;

  /** Files that one person, or all visitors, may send at once: each is in memory until checked. */
  private static final int MAX_FILES = 4;

  private static final Duration FILE_WAIT = Duration.ofSeconds(10);

  private static final Set<String> READING = Set.of("GET", "HEAD");

  /** Counted as reading, although it is a POST: the search is in the body. */
  private static final Pattern SEARCH =
      Pattern.compile("/camunda/api/tasklist/plugin/[^/]+/[^/]+/search/?");

  private static final String API =
      "(/camunda/api/engine/engine/[^/]+|/engine-rest(/engine/[^/]+)?)";

  private enum Kind {
    PDFS(true, LimitSettings::pdfs, "/nrm/.*\\.pdf"),
    EXPORTS(
        true, LimitSettings::exports, "/nrm/.*\\.csv|/camunda/api/cockpit/plugin/nrm/.*\\.csv/?"),
    UPDATES(
        false,
        LimitSettings::updates,
        "/nrm/cases/.*|"
            + API
            + "/(process-definition/.+/(start|submit-form)|task/[^/]+/(complete|submit-form))/?"),
    READS(
        true,
        LimitSettings::reads,
        "/nrm/cases/.*|/camunda/api/cockpit/plugin/nrm/[^/]+/case(/.*)?"
            + "|/camunda/api/tasklist/plugin/[^/]+/[^/]+/task/[^/]+/case/?|"
            + SEARCH
            + "|"
            + API
            + "/task/[^/]+/(form-variables|variables|localVariables|rendered-form)(/.*)?");

    private final boolean reading;
    private final ToIntFunction<LimitSettings> perHour;
    private final Pattern paths;

    Kind(boolean reading, ToIntFunction<LimitSettings> perHour, String paths) {
      this.reading = reading;
      this.perHour = perHour;
      this.paths = Pattern.compile(paths);
    }

    private String setting() {
      return name().toLowerCase(Locale.ROOT);
    }

    private boolean matches(HttpServletRequest request) {
      String path = RequestPath.of(request);
      boolean reads = READING.contains(request.getMethod()) || SEARCH.matcher(path).matches();
      return (this == PDFS || reading == reads) && paths.matcher(path).matches();
    }
  }

  private final Map<Kind, Allowance> allowances = new EnumMap<>(Kind.class);
  private final Map<Kind, Counter> reached = new EnumMap<>(Kind.class);
  private final Allowance logAllowance;

  /** The number of files that each person is sending. */
  private final Map<String, Integer> filesInProgress = new ConcurrentHashMap<>();

  public PersonLimits(LimitSettings settings, Clock clock, MeterRegistry registry) {
    logAllowance = new Allowance(clock, 1, LOG_EVERY, Kind.values().length);
    for (Kind kind : Kind.values()) {
      reached.put(
          kind,
          Counter.builder("nrm_person_limits_reached")
              .description("Requests that were refused because one person had made too many")
              .tag("limit", kind.setting())
              .register(registry));
      int perHour = kind.perHour.applyAsInt(settings);
      if (perHour > 0) {
        allowances.put(kind, new Allowance(clock, perHour, HOUR.dividedBy(perHour), MAX_PEOPLE));
      }
    }
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Kind> kind =
        allowances.keySet().stream().filter(one -> one.matches(request)).findFirst();
    Optional<String> person = kind.flatMap(limited -> RequestOrigin.userId(request));
    if (person.isEmpty()) {
      answer(request, response, chain);
      return;
    }
    Allowance allowance = allowances.get(kind.get());
    int times = times(kind.get(), request);
    Duration wait = allowance.take(person.get(), times);
    if (!wait.isZero()) {
      reached.get(kind.get()).increment();
      logOnceAMinute(kind.get());
      refuse(request, response, wait);
      return;
    }
    boolean unavailable = false;
    try {
      answer(request, response, chain);
      unavailable = response.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value();
    } catch (ServletException | RuntimeException e) {
      unavailable = DatabaseAway.isCauseOf(e); // answered with 503 by the error page
      throw e;
    } finally {
      if (unavailable) {
        allowance.giveBack(person.get(), times);
      }
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isFile(request)) {
      receiveFile(request, response, chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean isFile(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  private void receiveFile(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String person = RequestOrigin.userId(request).orElse("");
    try {
      if (filesInProgress.merge(person, 1, Integer::sum) > MAX_FILES) {
        refuse(request, response, FILE_WAIT);
      } else {
        chain.doFilter(request, response);
      }
    } finally {
      filesInProgress.computeIfPresent(person, (who, files) -> files > 1 ? files - 1 : null);
    }
  }

  private static int times(Kind kind, HttpServletRequest request) {
    return kind == Kind.PDFS && !isFile(request) ? lettersIn(request) : 1;
  }

  /** Letters that are printed together count as if each had been opened. */
  private static int lettersIn(HttpServletRequest request) {
    String[] letters =
        request.getParameterValues(request.getParameter("all") == null ? "letter" : "shown");
    return letters == null ? 1 : Math.min(letters.length, MAX_LETTERS);
  }

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, Duration wait) throws IOException {
    response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.plusMillis(999).toSeconds()));
    int status = HttpStatus.TOO_MANY_REQUESTS.value();
    if (RequestPath.of(request).startsWith("/nrm/")) {
      response.sendError(status);
      return;
    }
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response
        .getWriter()
        .write(
            "{\"type\":\"TooManyRequests\",\"message\":\"You have done this too often, or too many times at once. Wait a few minutes and try again.\"}");
  }

  private void logOnceAMinute(Kind kind) {
    if (logAllowance.take(kind.setting(), 1).isZero()) {
      LOG.warn(
          "Someone has reached the limit nrm.limits.{} of an hour. The access log says who.",
          kind.setting());
    }
  }
}
