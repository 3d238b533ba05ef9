package scot.nrm.revision;

import static scot.nrm.pages.SignedInPages.text;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.access.NamesAndRoles;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.CaseClock;
import scot.nrm.gate.Comparison;
import scot.nrm.revision.Revision.State;

/**
 * The comments of a revision's people on a file, or on an element, a row or a field in it. Comments
 * are written while the revision is open, and kept. Nobody can change them; the person who wrote
 * one, or the author of the revision, marks it as settled.
 */
@Component
class RevisionComments {

  private static final int MAX_ELEMENT = 300;
  private static final String SEPARATOR = " · ";

  private record Comment(
      long id,
      String file,
      String element,
      String person,
      Instant at,
      String text,
      String settledBy,
      Instant settledAt) {}

  private final RevisionStore store;
  private final JdbcClient jdbc;
  private final NamesAndRoles people;
  private final CaseClock clock;

  RevisionComments(RevisionStore store, JdbcClient jdbc, NamesAndRoles people, CaseClock clock) {
    this.store = store;
    this.jdbc = jdbc;
    this.people = people;
    this.clock = clock;
  }

  /**
   * Stores a comment as typed.
   *
   * @throws RevisionRefused if its subject is not in the revision, if it is empty or too long, or
   *     if the revision is closed
   */
  @Transactional
  void write(int number, HttpServletRequest request, String person) {
    open(number);
    String about = text(request, "about");
    String comment = text(request, "comment");
    if (!choices(number).containsKey(about)) {
      throw new RevisionRefused("Choose the file, or what in it, that the comment is about.");
    }
    if (comment.isEmpty() || comment.length() > Revision.MAX_NOTE_LENGTH) {
      throw new RevisionRefused(
          "Write a comment of up to %,d characters.".formatted(Revision.MAX_NOTE_LENGTH));
    }
    String[] place = about.split(SEPARATOR, 2);
    String element = place.length > 1 ? place[1] : "";
    if (isRepeated(number, place[0], element, person, comment)) {
      return;
    }
    jdbc.sql(
            """
            insert into revision_comment (id, revision, file, element, person, at, text)
            values (nextval('revision_comment_seq'), ?, ?, ?, ?, ?, ?)\
            """)
        .params(number, place[0], element, person, clock.timestamp(), comment)
        .update();
  }

  private boolean isRepeated(int number, String file, String element, String person, String text) {
    return comments(number).stream()
        .reduce((one, later) -> later)
        .filter(last -> last.file().equals(file) && last.element().equals(element))
        .filter(last -> last.person().equals(person) && last.text().equals(text))
        .isPresent();
  }

  /** Marks a comment as settled; only its writer and the author of the revision may do so. */
  @Transactional
  void settle(int number, HttpServletRequest request, String person) {
    Revision revision = open(number);
    String id = text(request, "settled");
    Comment comment =
        comments(number).stream()
            .filter(one -> String.valueOf(one.id()).equals(id) && one.settledBy() == null)
            .findFirst()
            .orElseThrow(() -> new RevisionRefused("The comment has been settled already."));
    if (!maySettle(comment, revision, person)) {
      throw new RevisionRefused(
          "Only the person who wrote a comment, or the author of the revision, settles it.");
    }
    jdbc.sql("update revision_comment set settled_by = ?, settled_at = ? where id = ?")
        .params(person, clock.timestamp(), comment.id())
        .update();
  }

  private static boolean maySettle(Comment comment, Revision revision, String person) {
    return person.equals(comment.person()) || person.equals(revision.author());
  }

  private Revision open(int number) {
    return store
        .lock(number)
        .filter(revision -> revision.isIn(State.OPEN))
        .orElseThrow(() -> new RevisionRefused("The revision is no longer open."));
  }

  private List<Comment> comments(int number) {
    return jdbc.sql("select * from revision_comment where revision = ? order by id")
        .param(number)
        .query(Comment.class)
        .list();
  }

  // ---- on the page

  /** A comment in words. */
  record Shown(
      long id,
      String file,
      String element,
      String who,
      String at,
      List<String> text,
      String settled,
      boolean maySettle) {}

  /**
   * The comments by file.
   *
   * @param reader the user id of the reader, who may settle comments; empty on paper
   */
  Map<String, List<Shown>> byFile(Revision revision, String reader) {
    List<Comment> comments = comments(revision.number());
    NamesAndRoles.History names =
        people.of(comments.stream().flatMap(one -> Stream.of(one.person(), settler(one))).toList());
    return comments.stream()
        .map(comment -> shown(comment, revision, reader, names))
        .collect(Collectors.groupingBy(Shown::file, TreeMap::new, Collectors.toList()));
  }

  private record Choice(String value, String words, boolean chosen) {}

  /** Adds the possible subjects of another comment. */
  void addChoices(Map<String, Object> model, Revision revision, HttpServletRequest request) {
    String about = text(request, "about");
    model.put("comment", text(request, "comment"));
    model.put(
        "choices",
        revision.isIn(State.OPEN)
            ? choices(revision.number()).entrySet().stream()
                .map(
                    choice ->
                        new Choice(
                            choice.getKey(), choice.getValue(), choice.getKey().equals(about)))
                .toList()
            : List.of());
  }

  private static String settler(Comment comment) {
    return Objects.requireNonNullElse(comment.settledBy(), "");
  }

  private static Shown shown(
      Comment comment, Revision revision, String reader, NamesAndRoles.History names) {
    boolean open = comment.settledBy() == null;
    return new Shown(
        comment.id(),
        comment.file(),
        comment.element(),
        names.nameWithId(comment.person()),
        BritishDate.withTime(comment.at()),
        comment.text().lines().toList(),
        open
            ? ""
            : "Settled by %s, %s"
                .formatted(
                    names.nameWithId(comment.settledBy()),
                    BritishDate.withTime(comment.settledAt())),
        open && revision.isIn(State.OPEN) && maySettle(comment, revision, reader));
  }

  /**
   * The possible subjects of a comment by the value that the form sends, in the order of the files.
   */
  private Map<String, String> choices(int number) {
    Map<String, String> choices = new LinkedHashMap<>();
    store
        .files(number)
        .forEach(
            (file, content) -> {
              choices.put(file, file);
              Comparison.names(file, content).stream()
                  .map(name -> name.length() > MAX_ELEMENT ? name.substring(0, MAX_ELEMENT) : name)
                  .forEach(name -> choices.put(file + SEPARATOR + name, file + ": " + name));
            });
    return choices;
  }
}
