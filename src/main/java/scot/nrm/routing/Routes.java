package scot.nrm.routing;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.DecisionTables.Row;
import scot.nrm.engine.TableInput;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.sets.NearestName;
import scot.nrm.engine.sets.SetData;
import scot.nrm.facts.CaseCalendars;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;

/** Asks the table {@code competent-authority} who decides, by the current facts (D13). */
@Component
public class Routes implements CaseCalendars.Route {

  static final String TABLE = "competent-authority";

  private final CaseFile caseFile;
  private final DecisionTables tables;
  private final EeaMembership eea;
  private final RoutingData data;
  private final Authorities authorities;

  public Routes(
      CaseFile caseFile,
      DecisionTables tables,
      EeaMembership eea,
      RoutingData data,
      Authorities authorities) {
    this.data = data;
    this.authorities = authorities;
    this.caseFile = caseFile;
    this.tables = tables;
    this.eea = eea;
  }

  /** Asks about a stage of a case with what the register says of it now. */
  public Route askNow(RegisterCase nrmCase, Stage stage) {
    return ask(
        nrmCase.caseNumber(),
        nrmCase.localAuthority(),
        stage,
        nrmCase.referralReceivedOn(),
        nrmCase.reasonableGrounds().decidedOn());
  }

  /**
   * @param localAuthority the id of the local authority that has the case
   * @param received the day on which the form was received
   * @param rgDecided the day of the decision on reasonable grounds; only used for conclusive
   *     grounds. Leave that expires before that decision moves nothing (D14)
   */
  public Route ask(
      String caseNumber,
      String localAuthority,
      Stage stage,
      LocalDate received,
      LocalDate rgDecided) {
    Question question = question(caseNumber, localAuthority, stage, received, rgDecided);
    RoutingFacts facts = question.facts();
    Map<String, Object> row = tables.ask(caseNumber, TABLE, question.inputs());
    return new Route(
        authority(row, "rgAuthority", received),
        authority(row, "cgAuthority", received),
        text(row, "routingBasis"),
        !facts.needsConfirmation(),
        facts.needsRemovalHold() ? RemovalHold.ON : RemovalHold.NOT_NEEDED);
  }

  /**
   * Which authority the table of another set gives for what the case's file says now. Nothing is
   * recorded.
   *
   * @throws IllegalStateException if that table gives no authority
   */
  public Authority askInSet(
      int set,
      String caseNumber,
      String localAuthority,
      Stage stage,
      LocalDate received,
      LocalDate rgDecided) {
    Question question = question(caseNumber, localAuthority, stage, received, rgDecided);
    return authority(
        tables.askIn(set, TABLE, question.inputs()), stage.prefix() + "Authority", received);
  }

  /** What the table is asked about a case, and the facts behind that. */
  private record Question(RoutingFacts facts, Map<String, Object> inputs) {}

  private Question question(
      String caseNumber,
      String localAuthority,
      Stage stage,
      LocalDate received,
      LocalDate rgDecided) {
    LocalDate asked = stage == Stage.REASONABLE_GROUNDS ? received : rgDecided;
    CaseFileContent file = caseFile.read(caseNumber);
    RoutingFacts facts = RoutingFacts.of(file, received, asked, eea);
    Map<String, Object> inputs = new HashMap<>(facts.tableInputs());
    inputs.put("stage", stage.id());
    inputs.put("onDate", asked.toString());
    inputs.put("receivedOn", received.toString());
    inputs.put("localAuthority", localAuthority);
    inputs.put("pilotArea", data.isPilotArea(localAuthority, received));
    inputs.put("daysUntilAdult", data.daysUntilAdult(file, asked));
    return new Question(facts, inputs);
  }

  @Override
  public Authority atReceipt(String caseNumber, String localAuthority, LocalDate received) {
    return ask(caseNumber, localAuthority, Stage.REASONABLE_GROUNDS, received, null).rgAuthority();
  }

  private Authority authority(Map<String, Object> row, String output, LocalDate received) {
    String id = text(row, output);
    String problem = "it decides no case received on " + received;
    try {
      Authority authority = authorities.known(id);
      if (authorities.decides(authority, received)) {
        return authority;
      }
    } catch (IllegalArgumentException e) {
      problem = e.getMessage();
    }
    throw new IllegalStateException(
        "The decision table %s has a row with the %s %s: %s. Correct the row or the file, then retry"
            .formatted(TABLE, output, id, problem));
  }

  private static String text(Map<String, Object> row, String output) {
    if (row.get(output) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new IllegalStateException(
        "The decision table %s has a row without %s: deploy it with one, then retry"
            .formatted(TABLE, output));
  }

  /**
   * A row of the table, and what else follows from the same facts.
   *
   * @param cgAuthority provisional at reasonable grounds; routing runs again before conclusive
   *     grounds
   * @param basis the row of D13, such as {@code D13.5}
   * @param isClear not for a UK national in an immigration process: so rare that a manager confirms
   *     the route (D13)
   * @param removalHold what D32 requires from these facts: on or not needed
   */
  public record Route(
      Authority rgAuthority,
      Authority cgAuthority,
      String basis,
      boolean isClear,
      RemovalHold removalHold) {

    public Authority authority(Stage stage) {
      return stage == Stage.REASONABLE_GROUNDS ? rgAuthority : cgAuthority;
    }
  }

  /** Knows the local authorities of the set. */
  @Component
  static final class TableCheck extends SetData<List<String>>
      implements DecisionTables.Check, SetData.Check {

    private static final int MAX_BASIS = 100;
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private static final Pattern FROM = Pattern.compile("(>=|>|\\[)\\s*date\\(\\s*\"([\\d-]+)\"");
    private static final Pattern UNTIL =
        Pattern.compile("(<=|<|\\.\\.)\\s*date\\(\\s*\"([\\d-]+)\"");

    private final RoutingData data;
    private final Authorities authorities;

    TableCheck(RoutingData data, Authorities authorities, Environment settings) {
      super(of(settings));
      this.data = data;
      this.authorities = authorities;
      validate();
    }

    private static List<String> of(Environment settings) {
      return Binder.get(settings)
          .bind("nrm.councils", Bindable.listOf(LocalAuthority.class))
          .orElse(List.of())
          .stream()
          .map(LocalAuthority::id)
          .toList();
    }

    record LocalAuthority(String id) {}

    @Override
    protected List<String> read(Data data) {
      return of(data.settings());
    }

    @Override
    public void validate() {
      data.pilotAreas()
          .filter(area -> !get().contains(area))
          .findFirst()
          .ifPresent(
              area -> {
                throw new IllegalArgumentException(
                    "config/routing.yaml has the pilot area %s, which isn't a local authority. Write an id of config/councils.yaml%s."
                        .formatted(area, NearestName.suchAs(area, get())));
              });
    }

    @Override
    public String table() {
      return TABLE;
    }

    @Override
    public Map<String, TableInput> inputs() {
      Map<String, TableInput> inputs = new HashMap<>(RoutingFacts.INPUTS);
      inputs.put("stage", TableInput.codes(Stage.class));
      inputs.put("onDate", TableInput.day());
      inputs.put("receivedOn", TableInput.day());
      // A form that was sent straight to intake may name none.
      inputs.put("localAuthority", TableInput.orNone(get()));
      inputs.put("pilotArea", TableInput.flag());
      inputs.put("daysUntilAdult", TableInput.choice(data.bands()));
      return inputs;
    }

    @Override
    public Set<String> outputs() {
      return Set.of("rgAuthority", "cgAuthority", "routingBasis");
    }

    @Override
    public boolean givesOneRow() {
      return true;
    }

    @Override
    public List<String> problems(List<Row> rows) {
      return Stream.of(
              rows.stream().flatMap(TableCheck::basisProblem),
              rows.stream().flatMap(this::outsideItsDays),
              rows.stream().flatMap(this::betweenBands))
          .flatMap(problems -> problems)
          .toList();
    }

    /** The days until 18 are rounded up, so another number would not divide the cases. */
    private Stream<String> betweenBands(Row row) {
      List<Integer> bands = data.bands();
      return NUMBER
          .matcher(row.inputs().getOrDefault("daysUntilAdult", ""))
          .results()
          .map(number -> number.group())
          .filter(number -> bands.stream().map(String::valueOf).noneMatch(number::equals))
          .map(
              number ->
                  "Line %d: the row compares the days until 18 with %s, and they are rounded up to one of %s. Add %2$s to days-until-adult in config/routing.yaml, or write one of those numbers."
                      .formatted(
                          row.line(),
                          number,
                          bands.stream().map(String::valueOf).collect(Collectors.joining(", "))));
    }

    /** Routing would stop at each such case. */
    private Stream<String> outsideItsDays(Row row) {
      String days = row.inputs().getOrDefault("date(receivedOn)", "");
      LocalDate first = day(FROM, days, ">").orElse(LocalDate.EPOCH);
      LocalDate last = day(UNTIL, days, "<").orElse(LocalDate.MAX);
      return Stream.of("rgAuthority", "cgAuthority")
          .map(output -> row.outputs().getOrDefault(output, "").replace("\"", ""))
          .distinct()
          .filter(authorities.ids()::contains)
          .filter(
              code ->
                  Stream.of(first, last)
                      .anyMatch(day -> !authorities.decides(authorities.known(code), day)))
          .map(
              code ->
                  "Line %d: the row answers %s also for forms received on days on which it decides no case: see from and until in %s. Write its days in the column \"Form received\", such as >= date(\"2013-10-07\")."
                      .formatted(row.line(), code, Authorities.FILE));
    }

    /** Empty without a bound; a day that isn't one is named by the check of the cell. */
    private static Optional<LocalDate> day(Pattern bound, String days, String without) {
      Matcher one = bound.matcher(days);
      try {
        return one.find()
            ? Optional.of(LocalDate.parse(one.group(2)))
                .map(
                    day ->
                        !one.group(1).equals(without)
                            ? day
                            : day.plusDays(without.equals(">") ? 1 : -1))
            : Optional.empty();
      } catch (DateTimeParseException e) {
        return Optional.empty();
      }
    }

    private static Stream<String> basisProblem(Row row) {
      String basis = row.outputs().getOrDefault("routingBasis", "").replace("\"", "");
      if (basis.isBlank()) {
        return Stream.of(
            "Line %d: the row has no basis. Write one between quotation marks, such as \"D13.2\"."
                .formatted(row.line()));
      }
      return basis.length() <= MAX_BASIS
          ? Stream.empty()
          : Stream.of(
              "Line %d: the basis is too long. Write at most %d characters."
                  .formatted(row.line(), MAX_BASIS));
    }
  }
}
