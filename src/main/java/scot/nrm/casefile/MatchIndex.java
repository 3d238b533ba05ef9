package scot.nrm.casefile;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A blind index of the case files: it finds facts that two cases share (D12) without making them
 * readable. Each fact is stored as a keyed digest, made with the key of the case files.
 *
 * <p>Someone with only the database can't test names, because each test needs the key.
 */
public final class MatchIndex {

  /**
   * The version of the rules of {@link MatchFacts} and {@link PersonName}, and of the key. A file
   * that was indexed by another version is indexed again at the next start.
   */
  static final int RULES = 3;

  private final JdbcClient jdbc;
  private final ContentCipher cipher;

  public MatchIndex(JdbcClient jdbc, ContentCipher cipher) {
    this.jdbc = jdbc;
    this.cipher = cipher;
  }

  /**
   * Replaces the identifying facts of the case. The caller has locked the file's row, so two calls
   * never overlap.
   */
  void update(String caseNumber, CaseFileContent file) {
    jdbc.sql("delete from case_match where case_number = ?").param(caseNumber).update();
    for (MatchFacts.Fact fact : MatchFacts.of(file)) {
      jdbc.sql("insert into case_match (case_number, kind, token) values (?, ?, ?)")
          .param(caseNumber)
          .param(fact.kind().id())
          .param(token(fact))
          .update();
    }
  }

  /** Another case that shares a fact, with the kind of fact in each case. */
  public record Shared(String caseNumber, MatchFacts.Kind here, MatchFacts.Kind there) {}

  /** All cases that share a fact with this one, by case number. */
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
                    MatchFacts.Kind.of(row.getString("here")),
                    MatchFacts.Kind.of(row.getString("there"))))
        .list();
  }

  private String token(MatchFacts.Fact fact) {
    byte[] value = fact.value().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of()
        .formatHex(cipher.fingerprint(value, "likely matches/" + fact.kind().what()));
  }
}
