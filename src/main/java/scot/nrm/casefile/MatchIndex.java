package scot.nrm.casefile;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.engine.StoredCode;

/**
 * A blind index of the case files: it finds facts that two cases share (D12) without making them
 * readable. Each fact is stored as a keyed digest, made with each master key that is set: while a
 * key is being replaced, cases from before and after still match each other.
 *
 * <p>Someone with only the database can't test names, because each test needs the key.
 */
public final class MatchIndex {

  /**
   * The version of the rules of {@link MatchFacts} and {@link PersonName}. A file that was indexed
   * with another version is indexed again at the next start.
   */
  static final int RULES = 3;

  private final JdbcClient jdbc;
  private final ContentCipher cipher;

  public MatchIndex(JdbcClient jdbc, ContentCipher cipher) {
    this.jdbc = jdbc;
    this.cipher = cipher;
  }

  /** Replaces the case's identifying facts. The caller has locked the file's row. */
  void update(String caseNumber, CaseFileContent file) {
    jdbc.sql("delete from case_match where case_number = ?").param(caseNumber).update();
    for (MatchFacts.Fact fact : MatchFacts.of(file)) {
      for (String token : tokens(fact)) {
        jdbc.sql("insert into case_match (case_number, kind, token) values (?, ?, ?)")
            .params(caseNumber, fact.kind().id(), token)
            .update();
      }
    }
  }

  /** Cases that share a fact with this one for the first time (D12). */
  public record NewMatches(String caseNumber, Set<String> others) {}

  /** Compares the case's facts before a change with those after it. */
  NewMatches newMatches(String caseNumber, Set<MatchFacts.Fact> before, Set<MatchFacts.Fact> now) {
    Set<MatchFacts.Fact> added = new HashSet<>(now);
    added.removeAll(before);
    Set<String> others = new HashSet<>(with(added));
    others.remove(caseNumber);
    if (!others.isEmpty()) {
      others.removeAll(with(before));
    }
    return new NewMatches(caseNumber, others);
  }

  /** Another case that shares a fact, with the kind of fact in each case. */
  public record Shared(String caseNumber, MatchFacts.Kind here, MatchFacts.Kind there) {}

  public List<Shared> sharedWith(String caseNumber) {
    return jdbc.sql(
            """
            select distinct other.case_number, mine.kind as here, other.kind as there
            from case_match mine join case_match other
              on other.token = mine.token and other.case_number <> mine.case_number
            where mine.case_number = ? order by other.case_number\
            """)
        .param(caseNumber)
        .query(
            (row, number) ->
                new Shared(
                    row.getString("case_number"),
                    StoredCode.of(MatchFacts.Kind.class, row.getString("here")),
                    StoredCode.of(MatchFacts.Kind.class, row.getString("there"))))
        .list();
  }

  /** The cases with a fact as typed: a Home Office reference, or a name with a date of birth. */
  public List<String> with(String typed) {
    return with(MatchFacts.searched(typed));
  }

  private List<String> with(Set<MatchFacts.Fact> facts) {
    List<String> tokens = facts.stream().flatMap(fact -> tokens(fact).stream()).toList();
    return tokens.isEmpty()
        ? List.of()
        : jdbc.sql(
                "select distinct case_number from case_match where token in (:tokens) order by"
                    + " case_number")
            .param("tokens", tokens)
            .query(String.class)
            .list();
  }

  List<String> withoutCurrentDigests() {
    String current = cipher.digestPrefixes().get(0) + "%";
    return jdbc.sql(
            """
            select distinct case_number from case_match other where token not like ?
              and not exists (select 1 from case_match mine where mine.case_number = other.case_number
                and mine.kind = other.kind and mine.token like ?) order by 1\
            """)
        .params(current, current)
        .query(String.class)
        .list();
  }

  /** Removes digests of other keys, if the case has one made with the first, the current key. */
  void keepOnly(List<String> prefixes) {
    jdbc.sql(
            """
            delete from case_match where substring(token from 1 for 2) not in (:prefixes)
              and exists (select 1 from case_match mine where mine.case_number = case_match.case_number
                and mine.kind = case_match.kind and mine.token like :current)\
            """)
        .param("prefixes", prefixes)
        .param("current", prefixes.get(0) + "%")
        .update();
  }

  private List<String> tokens(MatchFacts.Fact fact) {
    byte[] value = fact.value().getBytes(StandardCharsets.UTF_8);
    return cipher.fingerprints(value, "likely matches/" + fact.kind().what()).stream()
        .map(HexFormat.of()::formatHex)
        .toList();
  }
}
