package scot.nrm.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import scot.nrm.Databases.Database;
import scot.nrm.OnEachDatabase;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.UnreadableContent;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.FormText.CaseOfForm;
import scot.nrm.register.RegisterEvent;

/** The stored parts of a document, and what can be read without the key. Run on each database. */
@OnEachDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentsTest implements OnEachDatabase.Uses {

  private static final String NAME = "Police report on Nguyễn Thị Đào-Hà.txt";
  private static final String DESCRIPTION = "Says where An Thi was found";
  private static final byte[] CONTENT =
      SampleFiles.text("She was kept in a locked house near the canal.");

  /** Already 9 April in London. */
  private static final Instant LATE_IN_THE_EVENING = Instant.parse("2009-04-08T23:30:00Z");

  private Database database;
  private DocumentRoom room;
  private String caseNumber;

  @Override
  public void open(Database database) {
    this.database = database;
    ClockUtil.setCurrentTime(Date.from(LATE_IN_THE_EVENING));
    room = new DocumentRoom(database, "nrm.documents.max-per-case=3");
  }

  @Override
  public void close() {
    ClockUtil.reset();
    room.close();
  }

  @BeforeEach
  void openCase() {
    caseNumber = room.openCase();
  }

  @Test
  void aDocumentIsReadBackUnchanged() {
    Document added = add(CONTENT);

    assertThat(room.documents().of(caseNumber)).containsExactly(added);
    assertThat(added)
        .isEqualTo(
            new Document(
                added.id(),
                caseNumber,
                1,
                "police-report",
                "Police report",
                FileType.TEXT,
                CONTENT.length,
                true,
                "glasgow.lead",
                LATE_IN_THE_EVENING));
    assertThat(added.addedOn()).isEqualTo(LocalDate.parse("2009-04-09"));
    assertThat(added.address()).isEqualTo("/nrm/cases/" + caseNumber + "/documents/" + added.id());
    assertThat(room.documents().content(added)).isEqualTo(CONTENT);
    assertThat(room.documents().described(caseNumber))
        .singleElement()
        .satisfies(
            described -> {
              assertThat(described.fileName()).isEqualTo(NAME);
              assertThat(described.description()).isEqualTo(DESCRIPTION);
              assertThat(described.toString()).doesNotContain("Nguyễn", "An Thi");
            });
  }

  @Test
  void documentsAreDescribedWithOneConnection() {
    Document added = add(CONTENT);

    try (DocumentRoom narrow =
        new DocumentRoom(
            database,
            "spring.flyway.enabled=false",
            "spring.datasource.hikari.maximum-pool-size=1",
            "spring.datasource.hikari.connection-timeout=250")) {
      assertThat(narrow.documents().described(caseNumber)).hasSize(1);
      assertThat(
              narrow
                  .documents()
                  .findRepeated(
                      caseNumber,
                      new DocumentUpload("police-report", DESCRIPTION, FileName.of(NAME), CONTENT),
                      "glasgow.lead"))
          .contains(added);
    }
  }

  @Test
  void aDocumentIsNotReadableInTheDatabase() {
    add(CONTENT);

    List<Map<String, Object>> rows =
        new ArrayList<>(
            room.jdbc()
                .sql("select * from case_document where case_number = ?")
                .param(caseNumber)
                .query()
                .listOfRows());
    rows.addAll(
        room.jdbc()
            .sql("select * from register_event where case_number = ?")
            .param(caseNumber)
            .query()
            .listOfRows());

    assertThat(rows)
        .hasSize(3)
        .flatExtracting(Map::values)
        .allSatisfy(
            value ->
                assertThat(readable(value))
                    .doesNotContain(
                        "Nguyễn", "Đào-Hà",
                        ".txt", "An Thi",
                        "found", "locked house",
                        "canal", sha256(CONTENT)));
  }

  @Test
  void theRegisterRecordsOnlyTheOfficerAndTheKind() {
    add(CONTENT);

    RegisterEvent event = room.register().history(caseNumber).get(1);
    assertThat(event.kindCode()).isEqualTo("document-added");
    assertThat(event.code()).isEqualTo("police-report");
    assertThat(event.officer()).isEqualTo("glasgow.lead");
    assertThat(event.detail()).isNull();
  }

  @Test
  void aDuplicateFileIsRefusedUnderAnyName() {
    add(CONTENT);
    int events = room.register().history(caseNumber).size();

    assertThatThrownBy(
            () ->
                room.documents()
                    .add(
                        caseNumber,
                        new DocumentUpload(
                            "photograph", "", FileName.of("other.txt"), CONTENT.clone()),
                        FileType.TEXT,
                        false,
                        "ukhtc.owner"))
        .isInstanceOf(DocumentRefused.class)
        .hasMessage(
            "This file is already in the case: document 1, police report, added on 9 April 2009. Choose another file.");

    assertThat(room.documents().of(caseNumber)).hasSize(1);
    assertThat(room.register().history(caseNumber)).hasSize(events);
  }

  @Test
  void aFormSentTwiceAddsOneDocument() {
    Document first = add(CONTENT);
    int events = room.register().history(caseNumber).size();

    assertThat(add(CONTENT.clone())).isEqualTo(first);

    assertThat(room.documents().of(caseNumber)).hasSize(1);
    assertThat(room.register().history(caseNumber)).hasSize(events);
  }

  @Test
  void aDuplicateInAnotherCaseIsNotRevealed() {
    add(CONTENT);
    String sibling = room.openCase();
    room.documents()
        .add(
            sibling,
            new DocumentUpload("police-report", "", FileName.of(NAME), CONTENT),
            FileType.TEXT,
            true,
            "fife.lead");

    List<byte[]> fingerprints =
        room.jdbc()
            .sql("select fingerprint from case_document where case_number in (?, ?)")
            .param(caseNumber)
            .param(sibling)
            .query((row, number) -> row.getBytes(1))
            .list();

    assertThat(fingerprints).hasSize(2);
    assertThat(fingerprints.get(0)).isNotEqualTo(fingerprints.get(1));
  }

  @Test
  void theNumberOfDocumentsInACaseIsLimited() {
    for (int i = 1; i <= 3; i++) {
      add(SampleFiles.text("Note " + i));
    }

    assertThatThrownBy(() -> add(SampleFiles.text("Note 4")))
        .isInstanceOf(DocumentRefused.class)
        .hasMessageContaining("The case has 3 documents, which is the most allowed.");

    assertThat(room.documents().of(caseNumber))
        .extracting(Document::number)
        .containsExactly(1, 2, 3);
  }

  @Test
  void twoOfficersCannotAddTheSameFileAtTheSameTime() throws Exception {
    assertThat(atOnce("glasgow.lead", "ukhtc.owner")).containsExactlyInAnyOrder(true, false);
    assertThat(room.documents().of(caseNumber)).hasSize(1);
  }

  @Test
  void aDoubleClickAddsOneDocumentWithoutARefusal() throws Exception {
    assertThat(atOnce("glasgow.lead", "glasgow.lead")).containsExactly(true, true);
    assertThat(room.documents().of(caseNumber)).hasSize(1);
  }

  /** As a page adds them: it first looks for the same file, before it waits for others. */
  @Test
  void filesAddedAtTheSameTimeGetNumbersOfTheirOwn() throws Exception {
    int people = 3;
    CyclicBarrier together = new CyclicBarrier(people);
    ExecutorService officers = Executors.newFixedThreadPool(people);
    try {
      for (int round = 0; round < 100; round++) {
        caseNumber = room.openCase();
        List<Future<Integer>> added = new ArrayList<>();
        for (int i = 0; i < people; i++) {
          byte[] content = SampleFiles.text("Report " + i);
          added.add(
              officers.submit(
                  () -> {
                    together.await();
                    room.documents()
                        .findRepeated(
                            caseNumber,
                            new DocumentUpload("police-report", "", FileName.of(NAME), content),
                            "glasgow.lead");
                    return add(content).number();
                  }));
        }
        List<Integer> numbers = new ArrayList<>();
        for (Future<Integer> one : added) {
          numbers.add(one.get());
        }
        assertThat(numbers).containsExactlyInAnyOrder(1, 2, 3);
      }
    } finally {
      officers.shutdown();
    }
  }

  /** Whether each of two added the file. */
  private List<Boolean> atOnce(String first, String second) throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    Function<String, Callable<Boolean>> adding =
        officer ->
            () -> {
              together.await();
              try {
                add(CONTENT, officer);
                return true;
              } catch (DocumentRefused refused) {
                return false;
              }
            };

    ExecutorService officers = Executors.newFixedThreadPool(2);
    try {
      Future<Boolean> one = officers.submit(adding.apply(first));
      Future<Boolean> other = officers.submit(adding.apply(second));
      return List.of(one.get(), other.get());
    } finally {
      officers.shutdown();
    }
  }

  @Test
  void aDocumentIsFoundAndOpenedOnlyUnderItsOwnCase() {
    Document added = add(CONTENT);
    String other = room.openCase();

    assertThat(room.documents().find(other, added.id())).isEmpty();
    room.jdbc()
        .sql("update case_document set case_number = ? where id = ?")
        .param(other)
        .param(added.id())
        .update();
    Document moved = room.documents().find(other, added.id()).orElseThrow();
    assertThatThrownBy(() -> room.documents().content(moved)).isInstanceOf(UnreadableContent.class);
  }

  @Test
  void aCaseMissingFromTheRegisterGetsNoDocument() {
    assertThatThrownBy(
            () ->
                room.documents()
                    .add(
                        "NRM-2009-2CCC-CCCW",
                        new DocumentUpload("other", "", FileName.of(NAME), CONTENT),
                        FileType.TEXT,
                        true,
                        "glasgow.lead"))
        .hasMessageContaining("not in the register");
  }

  @Test
  void aRetiredKindKeepsItsLabel() {
    room.documents()
        .add(
            caseNumber,
            new DocumentUpload("school-report", "", FileName.of(NAME), CONTENT),
            FileType.TEXT,
            true,
            "glasgow.lead");

    assertThat(room.documents().of(caseNumber))
        .extracting(Document::kind, Document::kindName)
        .containsExactly(tuple("school-report", "School report"));
  }

  @Test
  void aTasksFormLinksToTheDocumentsAndTheirPage() {
    CaseOfForm shown =
        new CaseOfForm(
            caseNumber, "assess-child", CaseFileContent.empty(), Map.of(), new FormLabels(Map::of));
    String page = "[Add or open documents](/nrm/cases/" + caseNumber + "/documents)";
    assertThat(room.get(FormText.class).text(shown)).isEqualTo("**Documents**\n\n" + page);

    Document added = add(CONTENT);

    assertThat(room.get(FormText.class).text(shown))
        .isEqualTo(
            "**Documents**\n\n- **New:** [9 April 2009, Police report, plain text, 46 bytes]("
                + added.address()
                + ")\n\n"
                + page);
  }

  private Document add(byte[] content) {
    return add(content, "glasgow.lead");
  }

  private Document add(byte[] content, String officer) {
    return room.documents()
        .add(
            caseNumber,
            new DocumentUpload("police-report", DESCRIPTION, FileName.of(NAME), content),
            FileType.TEXT,
            true,
            officer);
  }

  private static String readable(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8) + HexFormat.of().formatHex(bytes)
        : String.valueOf(value);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
