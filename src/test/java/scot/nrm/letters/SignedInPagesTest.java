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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import scot.nrm.Databases;
import scot.nrm.access.SignedIn;
import scot.nrm.access.Viewer;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedInPagesTest {

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
    PostRoom.itIs(DECIDED);
    room = new PostRoom(Databases.h2());
    pages =
        MockMvcBuilders.standaloneSetup(room.get(LetterPages.class), room.get(PrintQueue.class))
            .build();
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
  void aLetterOpensInTheBrowserAndIsKeptNowhere() throws Exception {
    signIn(GLASGOW);

    byte[] pdf =
        pages
            .perform(get(Delivery.address(toLocalAuthority)))
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
  void whatMayNotBeReadLooksLikeWhatDoesNotExist() throws Exception {
    String missing =
        notFound(UKHTC_INTAKE, "/nrm/cases/" + caseNumber + "/letters/no-such-letter.pdf");

    assertThat(notFound(FIFE, Delivery.address(toLocalAuthority))).isEqualTo(missing);
    assertThat(notFound(GLASGOW, Delivery.address(toPolice))).isEqualTo(missing);
    assertThat(notFound(UKBA_INTAKE, Delivery.address(toPolice))).isEqualTo(missing);
    assertThat(notFound(FIFE, "/nrm/cases/" + caseNumber + "/nrm-form.pdf")).isEqualTo(missing);
    assertThat(notFound(FIFE, "/nrm/cases/NRM-2009-999999/nrm-form.pdf")).isEqualTo(missing);
    assertThat(notFound(GLASGOW, "/nrm/print-queue")).isEqualTo(missing);
    // A letter is found under its own case only.
    assertThat(
            notFound(UKHTC_INTAKE, "/nrm/cases/NRM-2009-999999/letters/" + toPolice.id() + ".pdf"))
        .isEqualTo(missing);
  }

  @Test
  void theCompetentAuthorityReadsAllLetters() throws Exception {
    signIn(UKHTC_INTAKE);

    pages.perform(get(Delivery.address(toPolice))).andExpect(status().isOk());
    pages.perform(get(Delivery.address(toLocalAuthority))).andExpect(status().isOk());
  }

  @Test
  void d41ACouncilThatHadTheCaseReadsItsLettersUpToTheHandOverAndTheNewOneAll() throws Exception {
    String moved = room.openCase("UKHTC", Map.of());
    Letter toGlasgow = room.send(moved, "rg-extended", "first").get(0);
    room.inTransaction(
        () ->
            room.get(RegisterUpdates.class).councilChanged(moved, "fife", DECIDED, "fife.manager"));
    Letter toFife = room.send(moved, "rg-extended", "second").get(0);

    signIn(FIFE);
    pages.perform(get(Delivery.address(toGlasgow))).andExpect(status().isOk());
    pages.perform(get(Delivery.address(toFife))).andExpect(status().isOk());
    signIn(GLASGOW);
    pages.perform(get(Delivery.address(toGlasgow))).andExpect(status().isOk());
    notFound(GLASGOW, Delivery.address(toFife));
    notFound(
        new Viewer("glasgow.police", Set.of("police-liaison"), Set.of("glasgow-city")),
        Delivery.address(toGlasgow));
  }

  @Test
  void whatGoesToAPersonIsNoLongerReadByTheCouncilAndAsylumColleaguesReadTheirOwn()
      throws Exception {
    Viewer asylum = new Viewer("ukba.asylum", Set.of("ukba-asylum-liaison"), Set.of());
    String adult = room.openCase("UKHTC", Map.of("childDateOfBirth", "1990-01-01"));
    Letter toPerson = room.send(adult, "rg-extended", "once").get(0);
    Letter toAsylum = room.send(adult, "asylum-told", "once").get(0);

    notFound(GLASGOW, Delivery.address(toPerson));
    notFound(GLASGOW, Delivery.address(toAsylum));
    notFound(asylum, Delivery.address(toPerson));
    signIn(asylum);
    pages.perform(get(Delivery.address(toAsylum))).andExpect(status().isOk());
    signIn(UKHTC_INTAKE);
    pages.perform(get(Delivery.address(toPerson))).andExpect(status().isOk());
  }

  @Test
  void theNrmFormIsThereForTheCouncilOfTheCaseAndBlankForEveryoneSignedIn() throws Exception {
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
  void whoeverIsNotSignedInIsSentToTheSignInAndAProgramIsRefused() throws Exception {
    signIn(null);

    for (String path :
        List.of(
            Delivery.address(toPolice),
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
        .perform(post("/nrm/print-queue/" + toPolice.id() + "/posted"))
        .andExpect(status().isUnauthorized());
  }

  @Test
  void intakePostsWhatWaitsAndOnlyItsOwn() throws Exception {
    Letter letter = room.send(caseNumber, "rg-extended", "to be posted").get(0);
    MockHttpSession session = new MockHttpSession();
    signIn(UKHTC_INTAKE);
    String page =
        pages
            .perform(get("/nrm/print-queue").session(session))
            .andExpect(status().isOk())
            .andExpect(content().string(containsString("Glasgow City Council")))
            .andExpect(content().string(containsString(Delivery.address(letter))))
            .andExpect(content().string(not(containsString("Nguyen"))))
            .andReturn()
            .getResponse()
            .getContentAsString();
    Matcher token = Pattern.compile("name=\"token\" value=\"([^\"]+)\"").matcher(page);
    assertThat(token.find()).isTrue();
    String posted = "/nrm/print-queue/" + letter.id() + "/posted";

    pages.perform(post(posted).session(session)).andExpect(status().isNotFound());
    pages
        .perform(post(posted).session(session).param("token", "guessed"))
        .andExpect(status().isNotFound());
    pages.perform(post(posted).param("token", token.group(1))).andExpect(status().isNotFound());
    signIn(UKBA_INTAKE);
    pages
        .perform(post(posted).session(session).param("token", token.group(1)))
        .andExpect(status().isNotFound());
    assertThat(state(letter)).isEqualTo(DeliveryState.PRINT_QUEUE);

    signIn(UKHTC_INTAKE);
    pages
        .perform(post(posted).session(session).param("token", token.group(1)))
        .andExpect(status().isSeeOther())
        .andExpect(header().string("Location", "/nrm/print-queue"));

    assertThat(state(letter)).isEqualTo(DeliveryState.PRINTED);
    pages
        .perform(get("/nrm/print-queue").session(session))
        .andExpect(content().string(not(containsString(letter.id()))));
  }

  @Test
  void ukbaSeesItsOwnPrintQueue() throws Exception {
    signIn(UKBA_INTAKE);

    pages
        .perform(get("/nrm/print-queue"))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("No letters are waiting")));
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
