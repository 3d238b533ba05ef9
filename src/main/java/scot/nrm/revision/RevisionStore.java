package scot.nrm.revision;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;
import scot.nrm.revision.Revision.Signatures;
import scot.nrm.revision.Revision.State;

/** The tables of revisions, their files and their signatures. */
@Component
class RevisionStore {

  private static final int MAX_SHOWN = 200;

  /**
   * An entry in the history of a revision.
   *
   * @param person {@code null} for the program
   */
  record Event(Instant at, String person, Act act, String note) {}

  /** What can be done with a revision. */
  enum Act {
    STARTED("Started"),
    CHANGED("Changed"),
    FILES_ADDED("Files added"),
    FILE_REMOVED("File removed"),
    COMMENTED("Comment"),
    SUBMITTED("Sent for approval"),
    CHANGES_REQUESTED("Changes requested"),
    APPROVED("Approved"),
    LAPSED("To be approved again"),
    SET_CHANGED("Another set came into force"),
    RELEASED("Released"),
    IN_FORCE("Came into force"),
    NOT_IN_FORCE("Did not come into force"),
    REJECTED("Rejected"),
    CANCELLED("Cancelled");

    private final String words;

    Act(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }

    /** Whether the author changes files with it. */
    boolean changesFiles() {
      return this == FILES_ADDED || this == FILE_REMOVED;
    }
  }

  private final JdbcClient jdbc;
  private final CaseClock clock;

  RevisionStore(JdbcClient jdbc, CaseClock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  int nextNumber() {
    return jdbc.sql("select nextval('revision_seq')").query(Integer.class).single();
  }

  void add(Revision revision) {
    jdbc.sql(
            """
            insert into revision (id, name, reason, rules, in_force_on, author, state, base_set, takes_back)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
        .params(
            revision.number(),
            revision.name(),
            revision.reason(),
            revision.rules(),
            revision.day(),
            revision.author(),
            revision.state().id(),
            revision.base(),
            revision.takesBack())
        .update();
  }

  void change(Revision revision) {
    jdbc.sql(
            """
            update revision set name = ?, reason = ?, rules = ?, in_force_on = ?, state = ?, base_set = ?,
              approver = ?, release_officer = ?, digest = ?, made_set = ? where id = ?\
            """)
        .params(
            revision.name(),
            revision.reason(),
            revision.rules(),
            revision.day(),
            revision.state().id(),
            revision.base(),
            revision.signatures().approver(),
            revision.signatures().releaseOfficer(),
            revision.signatures().digest(),
            revision.made(),
            revision.number())
        .update();
  }

  Optional<Revision> find(int number) {
    return select("where id = ?", number).optional();
  }

  /** Finds a revision and locks it until the end of the transaction. */
  Optional<Revision> lock(int number) {
    return select("where id = ? for update", number).optional();
  }

  /** The latest revisions, the latest first. */
  List<Revision> latest() {
    return select("order by id desc fetch first " + MAX_SHOWN + " rows only").list();
  }

  /** The revisions in these states, by day and number. */
  List<Revision> inStates(Collection<State> states) {
    return jdbc.sql("select * from revision where state in (:states) order by in_force_on, id")
        .param("states", states.stream().map(State::id).toList())
        .query(RevisionStore::revision)
        .list();
  }

  /**
   * The revisions that wait for a signature or their day, and come into force before this one. Its
   * approval lapses when one of them does.
   */
  List<Revision> comingBefore(Revision revision) {
    return revision.isIn(State.OPEN)
        ? inStates(State.SUBMITTED).stream()
            .takeWhile(other -> !other.day().isAfter(revision.day()))
            .filter(
                other ->
                    other.number() != revision.number()
                        && (other.day().isBefore(revision.day())
                            || other.number() < revision.number()))
            .toList()
        : List.of();
  }

  /** The numbers of the released revisions that are due, by day and number. */
  List<Integer> due(LocalDate today) {
    return jdbc.sql(
            "select id from revision where state = ? and in_force_on <= ? order by in_force_on, id")
        .params(State.RELEASED.id(), today)
        .query(Integer.class)
        .list();
  }

  Optional<Revision> bySet(int set) {
    return select("where made_set = ?", set).optional();
  }

  /**
   * The revisions in force that take another one back: their numbers, by the number of the other.
   */
  Map<Integer, Integer> takenBack() {
    Map<Integer, Integer> takenBack = new HashMap<>();
    jdbc.sql(
            "select takes_back, min(id) from revision where state = ? and takes_back is not null"
                + " group by takes_back")
        .param(State.IN_FORCE.id())
        .query(
            (ResultSet row) -> {
              takenBack.put(row.getInt(1), row.getInt(2));
            });
    return takenBack;
  }

  /** The revisions that restore the files of this one. */
  List<Revision> takingBack(int number) {
    return select("where takes_back = ? order by id", number).list();
  }

  private JdbcClient.MappedQuerySpec<Revision> select(String which, Object... values) {
    return jdbc.sql("select * from revision " + which)
        .params(values)
        .query(RevisionStore::revision);
  }

  private static Revision revision(ResultSet row, int number) throws SQLException {
    return new Revision(
        row.getInt("id"),
        row.getString("name"),
        row.getString("reason"),
        row.getString("rules"),
        row.getObject("in_force_on", LocalDate.class),
        row.getString("author"),
        StoredCode.of(State.class, row.getString("state")),
        row.getInt("base_set"),
        new Signatures(
            row.getString("approver"), row.getString("release_officer"), row.getString("digest")),
        row.getObject("made_set", Integer.class),
        row.getObject("takes_back", Integer.class));
  }

  // ---- files

  Map<String, byte[]> files(int revision) {
    Map<String, byte[]> files = new TreeMap<>();
    jdbc.sql("select file, content from revision_file where revision = ?")
        .param(revision)
        .query(
            (ResultSet row) -> {
              files.put(row.getString("file"), row.getBytes("content"));
            });
    return files;
  }

  List<String> fileNames(int revision) {
    return jdbc.sql("select file from revision_file where revision = ? order by file")
        .param(revision)
        .query(String.class)
        .list();
  }

  /** The set in force when each file was added, by the names of the files. */
  Map<String, Integer> baseSets(int revision) {
    Map<String, Integer> bases = new TreeMap<>();
    jdbc.sql("select file, base_set from revision_file where revision = ?")
        .param(revision)
        .query(
            (ResultSet row) -> {
              bases.put(row.getString("file"), row.getInt("base_set"));
            });
    return bases;
  }

  /** The base is the number of the set in force. */
  void put(int revision, String file, byte[] content, int base) {
    remove(revision, file);
    jdbc.sql("insert into revision_file (revision, file, content, base_set) values (?, ?, ?, ?)")
        .params(revision, file, content, base)
        .update();
  }

  boolean remove(int revision, String file) {
    return jdbc.sql("delete from revision_file where revision = ? and file = ?")
            .params(revision, file)
            .update()
        == 1;
  }

  // ---- reasons for warnings

  /** The reason for the sentence of a warning. */
  record Reason(String warning, String reason) {}

  /** The author's reasons, in the order of the warnings. */
  List<Reason> reasons(int revision) {
    return jdbc.sql(
            "select sentence as warning, reason from revision_reason where revision = ? order by 1")
        .param(revision)
        .query(Reason.class)
        .list();
  }

  void putReason(int revision, Reason reason) {
    removeReason(revision, reason.warning());
    jdbc.sql(
            "insert into revision_reason (revision, warning, sentence, reason, at) values (?, ?, ?, ?, ?)")
        .params(
            revision,
            DigestUtils.sha256Hex(reason.warning()),
            reason.warning(),
            reason.reason(),
            clock.timestamp())
        .update();
  }

  void removeReason(int revision, String warning) {
    jdbc.sql("delete from revision_reason where revision = ? and warning = ?")
        .params(revision, DigestUtils.sha256Hex(warning))
        .update();
  }

  // ---- events

  /** The person is {@code null} for the program. */
  void addEvent(int revision, String person, Act act, String note) {
    jdbc.sql(
            """
            insert into revision_event (id, revision, at, person, act, note)
            values (nextval('revision_event_seq'), ?, ?, ?, ?, ?)\
            """)
        .params(revision, clock.timestamp(), person, act.name(), note)
        .update();
  }

  /**
   * Whether this is the same as the latest entry, such as because a form was sent twice.
   *
   * @param person {@code null} for the program
   */
  boolean isRepeated(int revision, String person, Act act, String note) {
    return events(revision).stream()
        .reduce((one, later) -> later)
        .filter(last -> Objects.equals(person, last.person()) && last.act() == act)
        .filter(last -> note.equals(last.note()))
        .isPresent();
  }

  /** The history of a revision, in order of time. */
  List<Event> events(int revision) {
    return jdbc.sql("select * from revision_event where revision = ? order by id")
        .param(revision)
        .query(Event.class)
        .list();
  }
}
