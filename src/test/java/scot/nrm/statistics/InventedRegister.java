package scot.nrm.statistics;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterCase.AtStage;
import scot.nrm.register.RegisterCase.Now;
import scot.nrm.register.RegisterRows;
import scot.nrm.register.RegisterRows.CaseRow;
import scot.nrm.register.RegisterRows.Count;
import scot.nrm.register.Stage;

/**
 * Cases of the register that nobody has lived, each with what matters to a test and nothing else.
 */
final class InventedRegister {

  private static final AtStage NOTHING = new AtStage(null, null, null, null, null, null, null);

  private final List<CaseRow> rows = new ArrayList<>();

  /** A case to be filled in. What is left out has not happened. */
  static final class Invented {
    String caseNumber = "NRM-2009-000001";
    String council = "glasgow-city";
    String agency = "police";
    LocalDate opened = day("2009-04-02");
    LocalDate received;
    List<String> nationalities = List.of("VN");
    String rgAuthority = "UKHTC";
    String cgAuthority;
    String basis = "D13.5";
    AtStage rg = NOTHING;
    AtStage cg = NOTHING;
    String caseOutcome;
    LocalDate closed;
    LocalDate copy;
    Stage suspended;
    Stage reconsidered;
    String joinedTo;
    Boolean missed;
    List<Count> counts = List.of();

    CaseRow row() {
      return new CaseRow(
          new RegisterCase(
              caseNumber,
              council,
              agency,
              opened,
              received,
              nationalities,
              "female",
              15,
              false,
              rgAuthority,
              cgAuthority,
              basis,
              "on",
              rg,
              null,
              null,
              null,
              cg,
              null,
              null,
              null,
              null,
              caseOutcome,
              closed,
              new Now(
                  "first.responder",
                  copy,
                  missed,
                  null,
                  suspended,
                  suspended == null ? null : day("2009-04-20"),
                  reconsidered,
                  null,
                  joinedTo)),
          counts);
    }
  }

  InventedRegister with(Consumer<Invented> filling) {
    Invented invented = new Invented();
    invented.caseNumber = "NRM-2009-%06d".formatted(rows.size() + 1);
    filling.accept(invented);
    rows.add(invented.row());
    return this;
  }

  static AtStage decided(String due, String outcome, String on, int daysLate) {
    return new AtStage(day(due), day(due), outcome, day(on), daysLate > 0, daysLate, null);
  }

  static LocalDate day(String day) {
    return LocalDate.parse(day);
  }

  List<CaseRow> rows() {
    return rows;
  }

  RegisterRows asRegister() {
    RegisterRows register = mock(RegisterRows.class);
    doAnswer(
            call -> {
              rows.forEach(call.<Consumer<CaseRow>>getArgument(0));
              return null;
            })
        .when(register)
        .forEach(any());
    return register;
  }

  /** One of each kind of case that the statistics tell apart. */
  static InventedRegister ofEachKind() {
    return new InventedRegister()
        .with(
            c -> { // recognised; hybrid
              c.received = day("2009-04-06");
              c.rg = decided("2009-04-15", "positive", "2009-04-14", 0);
              c.cgAuthority = "UKBA";
              c.cg = decided("2009-05-29", "positive", "2009-06-02", 4);
              c.caseOutcome = "recognised";
              c.closed = day("2009-06-02");
              c.counts =
                  List.of(
                      new Count("extended", Stage.REASONABLE_GROUNDS, 1),
                      new Count("extended", Stage.CONCLUSIVE_GROUNDS, 2),
                      new Count("child-missing", null, 3));
            })
        .with(
            c -> { // no reasonable grounds; two nationalities
              c.received = day("2009-06-30");
              c.agency = "ukba";
              c.rgAuthority = "UKBA";
              c.basis = "D13.1";
              c.nationalities = List.of("GB", "NG");
              c.rg = decided("2009-07-07", "negative", "2009-07-07", 0);
              c.caseOutcome = "no-reasonable-grounds";
              c.closed = day("2009-07-07");
            })
        .with(
            c -> { // reasonable grounds pending
              c.received = day("2009-07-01");
              c.agency = null;
              c.nationalities = List.of("unknown");
              c.missed = true;
            })
        .with(
            c -> { // suspended before reasonable grounds
              c.received = day("2009-09-30");
              c.suspended = Stage.REASONABLE_GROUNDS;
              c.counts = List.of(new Count("suspended", Stage.REASONABLE_GROUNDS, 1));
            })
        .with(
            c -> { // suspended before conclusive grounds
              c.received = day("2009-10-01");
              c.rg = decided("2009-10-08", "positive", "2009-10-08", 0);
              c.cgAuthority = "UKHTC";
              c.suspended = Stage.CONCLUSIVE_GROUNDS;
            })
        .with(
            c -> { // negative, and being reconsidered: the decision stands
              c.received = day("2009-12-31");
              c.rg = decided("2010-01-08", "negative", "2010-01-08", 0);
              c.reconsidered = Stage.REASONABLE_GROUNDS;
            })
        .with(
            c -> { // closed before it was decided, such as when the child has died
              c.received = day("2009-04-30");
              c.rg = decided("2009-05-08", "positive", "2009-05-08", 0);
              c.cgAuthority = "UKHTC";
              c.caseOutcome = "closed-other";
              c.closed = day("2009-05-20");
            })
        .with(
            c -> { // another year
              c.received = day("2010-01-01");
            })
        .with(
            c -> { // a pre-alert and no more
              c.copy = day("2009-05-05");
              c.rgAuthority = null;
              c.basis = null;
            })
        .with(
            c -> { // joined to another
              c.received = day("2009-04-07");
              c.joinedTo = "NRM-2009-000001";
            })
        .with(
            c -> { // entered in error
              c.received = day("2009-04-08");
              c.caseOutcome = "closed-other";
              c.closed = day("2009-04-09");
              c.counts = List.of(new Count("error-closed", null, 1));
            });
  }
}
