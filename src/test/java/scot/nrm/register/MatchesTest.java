package scot.nrm.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static scot.nrm.register.Matches.Reason.ALIAS_AND_DATE_OF_BIRTH;
import static scot.nrm.register.Matches.Reason.HOME_OFFICE_REFERENCE;
import static scot.nrm.register.Matches.Reason.NAME_AND_DATE_OF_BIRTH;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scot.nrm.Databases.Database;
import scot.nrm.OnEachDatabase;
import scot.nrm.casefile.FileReindexing;
import scot.nrm.casefile.Store;
import scot.nrm.register.Matches.Match;

/** Likely matches between cases (D12), on each database. Each test has children of its own. */
@OnEachDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatchesTest implements OnEachDatabase.Uses {

  private static final LocalDate OPENED = LocalDate.of(2009, 5, 17);

  private Store store;

  @Override
  public void open(Database database) {
    store = new Store(database);
  }

  @Override
  public void close() {
    store.close();
  }

  @Test
  void d12TheSameHomeOfficeReferenceMatchesUnderAnyNameAndSpelling() {
    String one = file("homeOfficeReference", "A 7654-321", "childNames", "Linh");
    String other = file("homeOfficeReference", "a7654321", "childNames", "Quite another");

    assertThat(store.matches().of(one))
        .containsExactly(new Match(other, Set.of(HOME_OFFICE_REFERENCE), "glasgow-city", null));
    assertThat(store.matches().of(other)).extracting(Match::caseNumber).containsExactly(one);
  }

  @Test
  void d12TheSameNameMatchesOnlyWithTheSameDateOfBirth() {
    String one = file("childNames", "Nguyễn Thị Ánh", "childDateOfBirth", "1994-01-02");
    String same = file("childNames", "ANH, Nguyen Thi", "childDateOfBirth", "1994-01-02");
    file("childNames", "Nguyễn Thị Ánh", "childDateOfBirth", "1994-01-03");
    file("childNames", "Nguyễn Thị Ánh");

    assertThat(store.matches().of(one))
        .containsExactly(new Match(same, Set.of(NAME_AND_DATE_OF_BIRTH), "glasgow-city", null));
  }

  @Test
  void d12AnAliasMatchesANameAndAnotherAlias() {
    String one =
        file(
            "childNames", "Mai",
            "childAlsoKnownAs", "Rose; Lily",
            "childDateOfBirth", "1995-03-04");
    String byName = file("childNames", "lily", "childDateOfBirth", "1995-03-04");
    String byAlias =
        file("childNames", "X", "childAlsoKnownAs", "Rosé", "childDateOfBirth", "1995-03-04");

    assertThat(store.matches().of(one))
        .extracting(Match::caseNumber)
        .containsExactly(byName, byAlias);
    assertThat(store.matches().of(one))
        .extracting(Match::why)
        .containsOnly(Set.of(ALIAS_AND_DATE_OF_BIRTH));
    assertThat(store.matches().of(byName)).extracting(Match::caseNumber).containsExactly(one);
  }

  @Test
  void aCaseThatMatchesForSeveralReasonsIsListedOnceWithItsReceipt() {
    String one =
        file("homeOfficeReference", "B1", "childNames", "Ada", "childDateOfBirth", "1996-05-06");
    String other =
        file("homeOfficeReference", "B1", "childNames", "Ada", "childDateOfBirth", "1996-05-06");
    store.inTransaction(
        () ->
            store
                .register()
                .referralReceived(
                    other, OPENED, new RegisterFacts(List.of(), "female", 13, false)));

    assertThat(store.matches().of(one))
        .containsExactly(
            new Match(
                other,
                Set.of(HOME_OFFICE_REFERENCE, NAME_AND_DATE_OF_BIRTH),
                "glasgow-city",
                OPENED));
  }

  @Test
  void matchesFollowCorrectionsRemovalsAndAgeFindings() {
    String one = file("childNames", "Bo", "childDateOfBirth", "1994-08-09");
    String other = file("childNames", "Bo", "childDateOfBirth", "1994-08-08");
    assertThat(store.matches().of(one)).isEmpty();

    merge(other, "foundDateOfBirth", "1994-08-09");
    assertThat(store.matches().of(one)).hasSize(1);

    merge(other, "placementAddress", "Withheld");
    assertThat(store.matches().of(one)).as("another field was written").hasSize(1);

    merge(other, "childNames", null);
    assertThat(store.matches().of(one)).isEmpty();
  }

  @Test
  void aFileWithoutARegisteredCaseIsNoMatch() {
    String one = file("homeOfficeReference", "C1");
    merge(store.file().nextCaseNumber(OPENED), "homeOfficeReference", "C1");

    assertThat(store.matches().of(one)).isEmpty();
  }

  @Test
  void theIndexIsRolledBackWithTheFile() {
    String one = file("homeOfficeReference", "D1");
    String other = file("homeOfficeReference", "D2");

    assertThatThrownBy(
            () ->
                store.inTransaction(
                    () -> {
                      store.file().merge(other, fields("homeOfficeReference", "D1"), null);
                      throw new IllegalStateException("a later step fails");
                    }))
        .hasMessage("a later step fails");

    assertThat(store.matches().of(one)).isEmpty();
  }

  @Test
  void theIndexHasNoPlainFacts() {
    String one =
        file(
            "homeOfficeReference", "E1234",
            "childNames", "Zdenka",
            "childDateOfBirth", "1994-08-09");

    assertThat(
            store
                .jdbc()
                .sql("select token from case_match where case_number = ?")
                .param(one)
                .query(String.class)
                .list())
        .hasSize(2)
        .allSatisfy(token -> assertThat(token).matches("[0-9a-f]{66}"));
  }

  @Test
  void filesOlderThanTheIndexAreIndexedAtTheNextStart() {
    String one = file("homeOfficeReference", "F1");
    String older = file("homeOfficeReference", "F1");
    store.jdbc().sql("delete from case_match where case_number = ?").param(older).update();
    store
        .jdbc()
        .sql(
            "update case_file set match_rules = null, updated_by = 'fife.lead' where case_number = ?")
        .param(older)
        .update();
    assertThat(store.matches().of(one)).isEmpty();

    new FileReindexing(store.file(), store.transactions()).run(null);

    assertThat(store.matches().of(one)).extracting(Match::caseNumber).containsExactly(older);
    assertThat(store.file().notIndexed()).isEmpty();
    assertThat(
            store
                .jdbc()
                .sql("select version, updated_by from case_file where case_number = ?")
                .param(older)
                .query()
                .singleRow())
        .as("nobody has written")
        .containsEntry("version", 1)
        .containsEntry("updated_by", "fife.lead");
  }

  @Test
  void anUnreadableFileDoesNotStopTheOthersBeingIndexed() {
    String broken = file("homeOfficeReference", "G1");
    String older = file("homeOfficeReference", "G2");
    byte[] sealed =
        store
            .jdbc()
            .sql("select content from case_file where case_number = ?")
            .param(broken)
            .query((row, number) -> row.getBytes(1))
            .single();
    store
        .jdbc()
        .sql("update case_file set match_rules = null where case_number in (?, ?)")
        .param(broken)
        .param(older)
        .update();
    store
        .jdbc()
        .sql("update case_file set content = ? where case_number = ?")
        .param(new byte[40])
        .param(broken)
        .update();

    new FileReindexing(store.file(), store.transactions()).run(null);

    assertThat(store.file().notIndexed()).containsExactly(broken);
    store
        .jdbc()
        .sql("update case_file set content = ?, match_rules = 1 where case_number = ?")
        .param(sealed)
        .param(broken)
        .update();
  }

  private String file(String... values) {
    String caseNumber = store.file().nextCaseNumber(OPENED);
    store.inTransaction(
        () -> store.register().openCase(caseNumber, "glasgow-city", OPENED, "police", null, null));
    merge(caseNumber, values);
    return caseNumber;
  }

  private void merge(String caseNumber, String... values) {
    store.inTransaction(() -> store.file().merge(caseNumber, fields(values), null));
  }

  private static Map<String, JsonNode> fields(String... values) {
    Map<String, JsonNode> fields = new HashMap<>();
    for (int i = 0; i < values.length; i += 2) {
      fields.put(
          values[i],
          values[i + 1] == null
              ? NullNode.instance
              : JsonNodeFactory.instance.textNode(values[i + 1]));
    }
    return fields;
  }
}
