package scot.nrm.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.StringUtils;
import scot.nrm.Databases;
import scot.nrm.access.SignedIn;
import scot.nrm.access.Viewer;
import scot.nrm.pages.Browser;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LetterPagesTest {

  private static final LocalDate DECIDED = LocalDate.parse("2009-04-14");
  private static final Viewer GLASGOW =
      new Viewer("glasgow.lead", Set.of("la-lead-professional"), Set.of("glasgow-city"));
  private static final Viewer FIFE =
      new Viewer("fife.lead", Set.of("la-lead-professional"), Set.of("fife"));
  private static final Viewer UKHTC_INTAKE =
      new Viewer("ukhtc.intake", Set.of("ukhtc-intake"), Set.of());
  private static final Viewer UKBA_INTAKE =
      new Viewer("ukba.intake", Set.of("ukba-intake"), Set.of());

  private PostRoom room;
  private MockMvc pages;
  private String caseNumber;
  private Letter toLocalAuthority;
  private Letter toPolice;

  @BeforeAll
  void sendLetters() {
    PostRoom.setDay(DECIDED);
    room = new PostRoom(Databases.h2());
    pages = MockMvcBuilders.standaloneSetup(room.pages()).build();
    caseNumber = room.openCase("UKHTC", Map.of());
    room.decide(caseNumber, Stage.REASONABLE_GROUNDS, "negative", DECIDED);
    List<Letter> sent = room.send(caseNumber, "rg-negative", null);
    toLocalAuthority = sent.get(0);
    toPolice = sent.get(2);
  }

  @AfterAll
  void closeTheRoom() {
    room.close();
  }

  @Test
  void aLetterOpensInTheBrowserAndIsNotCached() throws Exception {
    signIn(GLASGOW);

    byte[] pdf =
        pages
            .perform(get(toLocalAuthority.address()))
            .andExpect(status().isOk())
            .andExpect(header().string("Content-Type", "application/pdf"))
            .andExpect(header().string("Cache-Control", "no-store"))
            .andExpect(
                header()
                    .string(
                        "Content-Disposition",
                        "inline; filename=\""
                            + caseNumber
                            + " NRM 04 Glasgow City Council 2009-04-14.pdf\""))
            .andReturn()
            .getResponse()
            .getContentAsByteArray();

    assertThat(PdfText.of(pdf)).contains("The minute of reasons says this.");
  }

  @Test
  void aForbiddenLetterLooksLikeAMissingOne() throws Exception {
    String missing =
        notFound(UKHTC_INTAKE, "/nrm/cases/" + caseNumber + "/letters/no-such-letter.pdf");

    assertThat(notFound(FIFE, toLocalAuthority.address())).isEqualTo(missing);
    assertThat(notFound(GLASGOW, toPolice.address())).isEqualTo(missing);
    assertThat(notFound(UKBA_INTAKE, toPolice.address())).isEqualTo(missing);
    assertThat(notFound(FIFE, "/nrm/cases/" + caseNumber + "/nrm-form.pdf")).isEqualTo(missing);
    assertThat(notFound(FIFE, "/nrm/cases/NRM-2009-2CCC-CCCW/nrm-form.pdf")).isEqualTo(missing);
    assertThat(notFound(GLASGOW, "/nrm/print-queue")).isEqualTo(missing);
    // A letter is found under its own case only.
    assertThat(
            notFound(
                UKHTC_INTAKE, "/nrm/cases/NRM-2009-2CCC-CCCW/letters/" + toPolice.id() + ".pdf"))
        .isEqualTo(missing);
  }

  @Test
  void theCompetentAuthorityReadsAllLetters() throws Exception {
    signIn(UKHTC_INTAKE);

    pages.perform(get(toPolice.address())).andExpect(status().isOk());
    pages.perform(get(toLocalAuthority.address())).andExpect(status().isOk());
  }

  @Test
  void d41AFormerCouncilReadsLettersUpToTheHandoverAndTheNewOneAll() throws Exception {
    String moved = room.openCase("UKHTC", Map.of());
    Letter toGlasgow = room.send(moved, "rg-extended", "first").get(0);
    room.inTransaction(
        () ->
            room.get(RegisterUpdates.class).councilChanged(moved, "fife", DECIDED, "fife.manager"));
    Letter toFife = room.send(moved, "rg-extended", "second").get(0);

    signIn(FIFE);
    pages.perform(get(toGlasgow.address())).andExpect(status().isOk());
    pages.perform(get(toFife.address())).andExpect(status().isOk());
    signIn(GLASGOW);
    pages.perform(get(toGlasgow.address())).andExpect(status().isOk());
    notFound(GLASGOW, toFife.address());
    notFound(
        new Viewer("glasgow.police", Set.of("police-liaison"), Set.of("glasgow-city")),
        toGlasgow.address());
  }

  @Test
  void theCouncilCannotReadLettersToAnAdultAndAsylumColleaguesReadTheirOwn() throws Exception {
    Viewer asylum = new Viewer("ukba.asylum", Set.of("ukba-asylum-liaison"), Set.of());
    String adult = adultsCase();
    Letter toPerson = room.send(adult, "rg-extended", "once").get(0);
    Letter toAsylum = room.send(adult, "asylum-colleagues", "once").get(0);

    notFound(GLASGOW, toPerson.address());
    notFound(GLASGOW, toAsylum.address());
    notFound(asylum, toPerson.address());
    signIn(asylum);
    pages.perform(get(toAsylum.address())).andExpect(status().isOk());
    signIn(UKHTC_INTAKE);
    pages.perform(get(toPerson.address())).andExpect(status().isOk());
  }

  @Test
  void d37TheQueueMarksALetterToAPersonFoundToBeAChild() throws Exception {
    String adult = adultsCase();
    RegisterUpdates updates = room.get(RegisterUpdates.class);
    room.inTransaction(() -> updates.adult(adult, DECIDED, "birthday", null, null));
    room.send(adult, "rg-extended", "as an adult");
    String note = "the person is a child after all: don&#39;t post it";
    signIn(UKHTC_INTAKE);
    String queue = "/nrm/print-queue?addressee=person-or-representative";
    pages.perform(get(queue)).andExpect(content().string(not(containsString(note))));

    room.inTransaction(() -> updates.foundToBeChild(adult, DECIDED, null));

    pages.perform(get(queue)).andExpect(content().string(containsString(note)));
  }

  @Test
  void theQueueMarksALetterToAFirstResponderWithoutAnOffice() throws Exception {
    room.send(room.openCase("UKHTC", Map.of()), "child-missing", "with an office");
    String note = "no office or address on file: ask the case owner";
    signIn(UKHTC_INTAKE);
    String queue = "/nrm/print-queue?addressee=first-responder";
    pages.perform(get(queue)).andExpect(content().string(not(containsString(note))));

    room.send(
        room.openCase("UKHTC", Map.of("firstResponderOffice", "")),
        "child-missing",
        "without an office");

    pages.perform(get(queue)).andExpect(content().string(containsString(note)));
  }

  @Test
  void theQueueTellsPoliceOfficesOfOneNameApart() throws Exception {
    signIn(UKHTC_INTAKE);
    PostRoom.setDay(LocalDate.parse("2014-04-02"));
    try {
      for (String force : List.of("strathclyde", "tayside")) {
        room.send(room.openCase("UKHTC", Map.of("policeForce", force)), "child-missing", force);
      }

      pages
          .perform(get("/nrm/print-queue?addressee=police"))
          .andExpect(content().string(containsString("(area of the former Strathclyde Police)")))
          .andExpect(content().string(containsString("(area of the former Tayside Police)")));
    } finally {
      PostRoom.setDay(DECIDED);
    }
  }

  @Test
  void d43TheQueueMarksALetterToAPersonWhoHasDied() throws Exception {
    String adult = adultsCase();
    room.send(adult, "rg-extended", "before the death");
    String note = "the person has died: ask the case owner";
    signIn(UKHTC_INTAKE);
    String queue = "/nrm/print-queue?addressee=person-or-representative";
    pages.perform(get(queue)).andExpect(content().string(not(containsString(note))));

    room.inTransaction(
        () ->
            room.get(RegisterUpdates.class)
                .addEntry(
                    adult,
                    RegisterEvent.entry(EntryKind.CASE_ENDED)
                        .code(RegisterEvent.CHILD_DIED)
                        .from(DECIDED)));

    pages.perform(get(queue)).andExpect(content().string(containsString(note)));
  }

  /** Such as a request to the police to search for a child who has died. */
  @ParameterizedTest
  @CsvSource({"CASE_ENDED, the person has died", "ERROR_CLOSED, closed as entered in error"})
  void d43TheQueueMarksEveryLetterOfACaseThatWasClosed(EntryKind closing, String words)
      throws Exception {
    String closed = room.openCase("UKHTC", Map.of());
    room.send(closed, "child-missing", "before the closing");
    signIn(UKHTC_INTAKE);
    int before = notes("/nrm/print-queue?addressee=police", words + ": ask the case owner");

    room.inTransaction(
        () ->
            room.get(RegisterUpdates.class)
                .addEntry(
                    closed,
                    RegisterEvent.entry(closing).code(RegisterEvent.CHILD_DIED).from(DECIDED)));

    assertThat(notes("/nrm/print-queue?addressee=police", words + ": ask the case owner"))
        .isEqualTo(before + 1);
  }

  /** What happens after a merge is recorded in the case that continues. */
  @Test
  void d12TheQueueMarksALetterUnderTheNumberOfAMergedCaseToo() throws Exception {
    String ends = adultsCase();
    String continues = adultsCase();
    room.send(ends, "rg-extended", "before the merge");
    room.merge(ends, continues);
    signIn(UKHTC_INTAKE);
    int before = addressNotes();

    room.inTransaction(
        () ->
            room.get(RegisterUpdates.class)
                .addEntry(
                    continues,
                    RegisterEvent.entry(EntryKind.CORRECTED)
                        .code("placementAddress")
                        .from(DECIDED)));

    assertThat(addressNotes()).isEqualTo(before + 1);
  }

  /** The former address may be that of someone who exploited the person. */
  @ParameterizedTest
  @CsvSource({"placementAddress, 1", "guardian, 1", "moved, 1", "childNames, 0"})
  void d43TheQueueMarksALetterToAnAddressThatMayHaveChanged(String change, int marked)
      throws Exception {
    String adult = adultsCase();
    room.send(adult, "rg-extended", "before the correction");
    signIn(UKHTC_INTAKE);
    int before = addressNotes();

    room.inTransaction(
        () ->
            room.get(RegisterUpdates.class)
                .addEntry(
                    adult,
                    change.equals("moved")
                        ? RegisterEvent.entry(EntryKind.COUNCIL_CHANGED).from(DECIDED)
                        : RegisterEvent.entry(EntryKind.CORRECTED).code(change).from(DECIDED)));

    assertThat(addressNotes()).isEqualTo(before + marked);
  }

  private int addressNotes() throws Exception {
    return notes(
        "/nrm/print-queue?addressee=person-or-representative",
        "the address may have changed: ask the case owner");
  }

  private int notes(String queue, String note) throws Exception {
    return StringUtils.countOccurrencesOf(
        pages.perform(get(queue)).andReturn().getResponse().getContentAsString(), note);
  }

  @Test
  void theCouncilCanOpenTheNrmFormAndEveryoneSignedInABlankOne() throws Exception {
    signIn(GLASGOW);
    byte[] filled =
        pages
            .perform(get("/nrm/cases/" + caseNumber + "/nrm-form.pdf"))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsByteArray();
    signIn(FIFE);
    byte[] blank =
        pages
            .perform(get("/nrm/nrm-form-blank.pdf"))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsByteArray();

    assertThat(PdfText.of(filled)).contains(caseNumber, "Glasgow City Council", "An Thi Nguyen");
    assertThat(PdfText.of(blank)).doesNotContain("NRM-2009", "Nguyen");
  }

  @Test
  void peopleWithoutASessionAreSentToTheSignInAndProgramsRefused() throws Exception {
    signIn(null);

    for (String path :
        List.of(
            toPolice.address(),
            "/nrm/cases/" + caseNumber + "/nrm-form.pdf",
            "/nrm/nrm-form-blank.pdf",
            "/nrm/print-queue")) {
      pages
          .perform(get(path).accept(MediaType.TEXT_HTML))
          .andExpect(status().isFound())
          .andExpect(header().string("Location", startsWith("/camunda/app/tasklist/")));
      pages.perform(get(path)).andExpect(status().isUnauthorized()).andExpect(content().string(""));
    }
    pages
        .perform(post("/nrm/print-queue/posted").param("letter", toPolice.id()))
        .andExpect(status().isUnauthorized());
    pages
        .perform(post("/nrm/print-queue/letters.pdf").param("letter", toPolice.id()))
        .andExpect(status().isUnauthorized());
  }

  @Test
  void intakePostsItsOwnWaitingLettersOnly() throws Exception {
    Letter letter = room.send(caseNumber, "rg-extended", "to be posted").get(0);
    MockHttpSession session = new MockHttpSession();
    signIn(UKHTC_INTAKE);
    String page =
        pages
            .perform(get("/nrm/print-queue").session(session))
            .andExpect(status().isOk())
            .andExpect(content().string(containsString("Glasgow City Council")))
            .andExpect(content().string(containsString(letter.address())))
            .andExpect(content().string(not(containsString("Nguyen"))))
            .andReturn()
            .getResponse()
            .getContentAsString();
    String token = token(page);

    for (String act : List.of("posted", "letters.pdf", "undone")) {
      pages.perform(act(act, session, null, letter)).andExpect(status().isNotFound());
      pages.perform(act(act, session, "guessed", letter)).andExpect(status().isNotFound());
      pages
          .perform(act(act, new MockHttpSession(), token, letter))
          .andExpect(status().isNotFound());
      signIn(UKBA_INTAKE);
      pages.perform(act(act, session, token, letter)).andExpect(status().isNotFound());
      signIn(UKHTC_INTAKE);
    }
    assertThat(state(letter)).isEqualTo(DeliveryState.PRINT_QUEUE);

    pages
        .perform(act("posted", session, token, letter))
        .andExpect(status().isSeeOther())
        .andExpect(header().string("Location", "/nrm/print-queue?posted=1&not=0"));

    assertThat(state(letter)).isEqualTo(DeliveryState.PRINTED);
    pages
        .perform(get("/nrm/print-queue").session(session))
        .andExpect(content().string(not(containsString(letter.id()))));
  }

  @Test
  void markingALetterAgainIsReportedAndChangesNothing() throws Exception {
    List<Letter> letters = decided("negative");
    MockHttpSession session = new MockHttpSession();
    signIn(UKHTC_INTAKE);
    String token = token(page(session, ""));
    room.get(PrintQueue.class)
        .markPosted(letters.get(0), new Viewer("ukhtc.intake2", Set.of("ukhtc-intake"), Set.of()));

    pages
        .perform(act("letters.pdf", session, token, letters.get(0), letters.get(1)))
        .andExpect(header().string("Location", "/nrm/print-queue?refused=gone"));
    assertThat(page(session, "?refused=gone"))
        .contains("marked as posted since you opened the page. Nothing was printed. Choose again.");
    String told =
        pages
            .perform(act("posted", session, token, letters.get(0), letters.get(1)))
            .andExpect(status().isSeeOther())
            .andReturn()
            .getResponse()
            .getHeader("Location");

    assertThat(told).isEqualTo("/nrm/print-queue?posted=1&not=1");
    assertThat(page(session, told.substring(told.indexOf('?'))))
        .contains(
            "1 letter is marked as posted. 1 letter had been marked as posted already. Nothing was changed there.");
    assertThat(postedBy(letters.get(0))).isEqualTo("ukhtc.intake2");
    assertThat(postedBy(letters.get(1))).isEqualTo("ukhtc.intake");
  }

  @Test
  void markingAsPostedCanBeUndoneOnlyOnTheSameDay() throws Exception {
    Letter letter = room.send(caseNumber, "rg-extended", "put back").get(0);
    MockHttpSession session = new MockHttpSession();
    signIn(UKHTC_INTAKE);
    String token = token(page(session, ""));
    pages.perform(act("posted", session, token, letter)).andExpect(status().isSeeOther());
    assertThat(page(session, "?show=posted-today")).contains(letter.id(), "Undo");

    pages
        .perform(act("undone", session, token, letter))
        .andExpect(header().string("Location", "/nrm/print-queue?undone=1&not=0"));
    pages
        .perform(act("undone", session, token, letter))
        .andExpect(header().string("Location", "/nrm/print-queue?undone=0&not=1"));

    assertThat(state(letter)).isEqualTo(DeliveryState.PRINT_QUEUE);
    assertThat(postedBy(letter)).isNull();
    assertThat(logged(letter)).containsExactly("letter-posted", "posting-undone");
    pages.perform(act("posted", session, token, letter)).andExpect(status().isSeeOther());
    PostRoom.setDay(DECIDED.plusDays(1));
    try {
      assertThat(page(session, "?show=posted-today")).doesNotContain(letter.id());
      pages
          .perform(act("undone", session, token, letter))
          .andExpect(header().string("Location", "/nrm/print-queue?undone=0&not=1"));
    } finally {
      PostRoom.setDay(DECIDED);
    }
    assertThat(state(letter)).isEqualTo(DeliveryState.PRINTED);
  }

  @Test
  void lettersPrintedTogetherHaveCoverSheetsAndAreLogged() throws Exception {
    List<Letter> letters = decided("negative");
    MockHttpSession session = new MockHttpSession();
    signIn(UKHTC_INTAKE);
    String token = token(page(session, ""));

    byte[] pdf =
        pages
            .perform(act("letters.pdf", session, token, letters.toArray(Letter[]::new)))
            .andExpect(status().isOk())
            .andExpect(header().string("Content-Type", "application/pdf"))
            .andExpect(
                header()
                    .string(
                        "Content-Disposition",
                        "inline; filename=\"letters-to-post-2009-04-14.pdf\""))
            .andReturn()
            .getResponse()
            .getContentAsByteArray();

    int own = 0;
    for (Letter letter : letters) {
      own += PdfText.pages(room.archive().pdf(letter));
      assertThat(logged(letter)).containsExactly("letter");
      assertThat(state(letter)).isEqualTo(DeliveryState.PRINT_QUEUE);
    }
    assertThat(PdfText.pages(pdf)).isEqualTo(own + letters.size());
    assertThat(PdfText.isAccessible(pdf)).isTrue();
    assertThat(PdfText.title(pdf)).isEqualTo("Letters to post");
    String numbered = letters.get(0).caseNumber();
    List<String> sheets = new ArrayList<>();
    int page = 1;
    for (Letter letter : letters) {
      sheets.add(
          PdfText.glyphs(pdf, page).stream()
              .map(PdfText.Glyph::text)
              .collect(Collectors.joining()));
      page += 1 + PdfText.pages(room.archive().pdf(letter));
    }
    assertThat(sheets)
        .allSatisfy(
            sheet ->
                assertThat(sheet)
                    .contains("Case" + numbered, "of" + letters.size() + "follows")
                    .containsPattern("\\dpages?S")
                    .doesNotContain("Nguyen"));
    assertThat(sheets)
        .extracting(sheet -> sheet.substring(0, sheet.indexOf("Case")))
        .containsExactlyElementsOf(
            letters.stream()
                .map(letter -> "To:" + letter.addressee().words().replace(" ", ""))
                .toList());
  }

  @Test
  void lettersThatCannotBeOpenedAreNamedAndTheOthersCanBePrinted() throws Exception {
    List<Letter> letters = new ArrayList<>(decided("negative"));
    Letter changed = letters.remove(1);
    room.jdbc()
        .sql("update letter set content = ? where id = ?")
        .params(new byte[] {1}, changed.id())
        .update();
    MockHttpSession session = new MockHttpSession();
    signIn(UKHTC_INTAKE);
    String token = token(page(session, ""));

    String list =
        pages
            .perform(
                act("letters.pdf", session, token, letters.get(0), changed)
                    .param("dated", "14/4/2009"))
            .andExpect(status().isSeeOther())
            .andReturn()
            .getResponse()
            .getHeader("Location");

    assertThat(list)
        .isEqualTo("/nrm/print-queue?dated=14/4/2009&refused=unreadable&letter=%s", changed.id());
    assertThat(page(session, list.substring(list.indexOf('?'))))
        .contains(
            "Nothing was printed. This letter can&#39;t be opened: %s of case %s to %s, dated 14 April 2009."
                .formatted(changed.title(), changed.caseNumber(), changed.addresseeName()));
    assertThat(logged(letters.get(0))).isEmpty();
    assertThat(logged(changed)).isEmpty();
    assertThat(state(changed)).isEqualTo(DeliveryState.PRINT_QUEUE);
    pages
        .perform(act("letters.pdf", session, token, letters.toArray(Letter[]::new)))
        .andExpect(status().isOk())
        .andExpect(header().string("Content-Type", "application/pdf"));
  }

  @Test
  void theQueueCanBeSearchedAndHasPagesOfFifty() throws Exception {
    String busy = room.openCase("UKHTC", Map.of());
    PostRoom.setDay(LocalDate.parse("2009-05-01"));
    List<Letter> letters = new ArrayList<>();
    letters.addAll(room.send(busy, "rg-extended", "first").subList(0, 1));
    letters.addAll(room.send(busy, "rg-extended", "second").subList(0, 1));
    PostRoom.setDay(DECIDED);
    for (int i = 0; i < 49; i++) {
      room.jdbc()
          .sql(
              """
              insert into letter (id, case_number, occasion, occurrence, code, template, addressee, addressee_name,
                local_authority, sender, dated, minute_enclosed, content, delivery, created_at)
              select :copy, case_number, occasion, :copy, code, template, addressee, addressee_name,
                local_authority, sender, dated, minute_enclosed, content, delivery, created_at
              from letter where id = :id\
              """)
          .param("copy", UUID.randomUUID().toString())
          .param("id", letters.get(0).id())
          .update();
    }
    MockHttpSession session = new MockHttpSession();
    signIn(UKHTC_INTAKE);
    String mine = "?dated=1/5/2009&addressee=" + letters.get(0).addressee().id();

    String first = page(session, mine);
    String second = page(session, mine + "&page=2");

    assertThat(first).contains("Letters 1 to 50 of 51", "page&#x3D;2\">Next page");
    assertThat(second).contains("Letter 51 of 51", "Previous page");
    assertThat(page(session, mine + "&page=99")).contains("Letter 51 of 51");
    for (String typed : List.of("1.5.2009", "1 May 2009")) {
      assertThat(page(session, "?dated=" + typed))
          .contains("dated&#x3D;" + typed.replace(" ", "%20") + "&amp;page&#x3D;2\"");
    }
    assertThat(page(session, "?dated=2/5/2009")).contains("No such letters are waiting");
    assertThat(page(session, "?dated=1/5/2009&addressee=police"))
        .contains("No such letters are waiting");
    for (String bad : List.of("?dated=31/2/2009", "?addressee=child", "?sender=UKBA")) {
      pages
          .perform(get("/nrm/print-queue" + bad).session(session))
          .andExpect(status().isBadRequest())
          .andExpect(content().string(containsString("role=\"alert\"")))
          .andExpect(content().string(not(containsString(letters.get(0).id()))));
    }
    String token = token(first);
    pages
        .perform(act("letters.pdf", session, token).param("page", "2"))
        .andExpect(status().isSeeOther()) // so that Back doesn't send it again
        .andExpect(header().string("Location", "/nrm/print-queue?page=2&refused=none"));
    assertThat(page(session, mine + "&page=2&refused=none"))
        .contains("Choose at least one letter.", "Letter 51 of 51");
    pages
        .perform(
            act("posted", session, token)
                .param(
                    "letter",
                    IntStream.range(0, 51).mapToObj(String::valueOf).toArray(String[]::new)))
        .andExpect(header().string("Location", "/nrm/print-queue?refused=many"));
    assertThat(page(session, "?refused=many")).contains("Choose at most 50 letters at a time.");
    pages
        .perform(
            act("posted", session, token)
                .param("all", "yes")
                .param("dated", "1/5/2009")
                .param("shown", letters.get(0).id(), letters.get(1).id()))
        .andExpect(header().string("Location", "/nrm/print-queue?dated=1/5/2009&posted=2&not=0"));
    assertThat(state(letters.get(1))).isEqualTo(DeliveryState.PRINTED);
  }

  @Test
  void ukbaSeesItsOwnPrintQueue() throws Exception {
    signIn(UKBA_INTAKE);

    pages
        .perform(get("/nrm/print-queue"))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("No letters are waiting")));
  }

  /** The letters of a decision on reasonable grounds in a case of its own, in the queue's order. */
  private List<Letter> decided(String outcome) {
    String decided = room.openCase("UKHTC", Map.of());
    room.decide(decided, Stage.REASONABLE_GROUNDS, outcome, DECIDED);
    return room.send(decided, "rg-" + outcome, null).stream()
        .sorted(Comparator.comparing(Letter::addresseeName))
        .toList();
  }

  private String adultsCase() {
    return room.openCase(
        "UKHTC",
        Map.of("childDateOfBirth", "1990-01-01", "placementAddress", "1 Example Street, Glasgow"));
  }

  private static String token(String page) {
    return Browser.token(page).orElseThrow();
  }

  private String page(MockHttpSession session, String query) throws Exception {
    return pages
        .perform(get("/nrm/print-queue" + query).session(session))
        .andExpect(status().isOk())
        .andReturn()
        .getResponse()
        .getContentAsString();
  }

  private static MockHttpServletRequestBuilder act(
      String act, MockHttpSession session, String token, Letter... letters) {
    MockHttpServletRequestBuilder request = post("/nrm/print-queue/" + act).session(session);
    if (token != null) {
      request.param("token", token);
    }
    for (Letter letter : letters) {
      request.param("letter", letter.id());
    }
    return request;
  }

  private String postedBy(Letter letter) {
    return room.jdbc()
        .sql("select posted_by from letter where id = ?")
        .param(letter.id())
        .query((row, number) -> row.getString(1))
        .list()
        .get(0);
  }

  private List<String> logged(Letter letter) {
    return room.jdbc()
        .sql("select what from access_log where case_number = ? and detail = ? order by id")
        .param(letter.caseNumber())
        .param(letter.id())
        .query(String.class)
        .list();
  }

  private String notFound(Viewer viewer, String path) throws Exception {
    signIn(viewer);
    MockHttpServletResponse response =
        pages.perform(get(path)).andExpect(status().isNotFound()).andReturn().getResponse();
    return response.getContentAsString() + response.getHeaderNames();
  }

  private DeliveryState state(Letter letter) {
    return room.archive().find(letter.id()).orElseThrow().delivery();
  }

  private void signIn(Viewer viewer) {
    when(room.get(SignedIn.class).viewer(any())).thenReturn(Optional.ofNullable(viewer));
  }
}
