package scot.nrm.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.when;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import jakarta.servlet.ServletException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import scot.nrm.Databases;
import scot.nrm.access.SignedIn;
import scot.nrm.access.Viewer;
import scot.nrm.pages.Browser;
import scot.nrm.pages.FormToken;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentPagesTest {

  private static final Viewer GLASGOW =
      new Viewer("glasgow.lead", Set.of("la-lead-professional"), Set.of("glasgow-city"));
  private static final Viewer FIFE =
      new Viewer("fife.lead", Set.of("la-lead-professional"), Set.of("fife"));
  private static final Viewer UKHTC =
      new Viewer("ukhtc.owner", Set.of("ukhtc-case-owner"), Set.of());
  private static final Viewer UKBA = new Viewer("ukba.owner", Set.of("ukba-case-owner"), Set.of());
  private static final Viewer NRM_MANAGER =
      new Viewer("nrm.manager", Set.of("nrm-manager"), Set.of("glasgow-city"));
  private static final Viewer ADMIN = new Viewer("admin", Set.of("camunda-admin"), Set.of());
  private static final byte[] REPORT = SampleFiles.pdf("Found in a house in Govan");

  private DocumentRoom room;
  private MockMvc pages;
  private MockHttpSession session;
  private String caseNumber;

  @BeforeAll
  void openTheRoom() {
    room = new DocumentRoom(Databases.h2(), "nrm.documents.max-size=100KB");
    pages = MockMvcBuilders.standaloneSetup(room.get(DocumentPages.class)).build();
  }

  @AfterAll
  void closeTheRoom() {
    room.close();
  }

  @BeforeEach
  void openACase() {
    session = new MockHttpSession();
    caseNumber = room.openCase();
    room.refer(caseNumber, "UKHTC");
    signIn(GLASGOW);
  }

  @Test
  void aDocumentTheCouncilAddsIsListedAndCanBeOpened() throws Exception {
    String list =
        add("report.pdf", REPORT, "police-report", "From the officer at the scene")
            .andExpect(status().isSeeOther())
            .andReturn()
            .getResponse()
            .getHeader("Location");

    assertThat(list).isEqualTo(page() + "?added=1");
    pages
        .perform(get(list).session(session))
        .andExpect(status().isOk())
        .andExpect(header().string("Cache-Control", "no-store"))
        .andExpect(content().string(containsString("Document 1 was added.")))
        .andExpect(content().string(containsString("<td>glasgow.lead</td>")))
        .andExpect(content().string(containsString("<td>Police report</td>")))
        .andExpect(content().string(containsString("From the officer at the scene")))
        .andExpect(content().string(containsString(only().size())))
        .andExpect(content().string(containsString(only().address())))
        .andExpect(content().string(containsString("Files are not checked for viruses here.")));
    byte[] opened =
        pages
            .perform(get(only().address()))
            .andExpect(status().isOk())
            .andExpect(header().string("Content-Type", "application/pdf"))
            .andExpect(
                header()
                    .string(
                        "Content-Disposition",
                        "attachment; filename=\"" + caseNumber + "-document-1.pdf\""))
            .andExpect(header().string("Cache-Control", "no-store"))
            .andExpect(
                header().string("Content-Security-Policy", containsString("default-src 'none'")))
            .andReturn()
            .getResponse()
            .getContentAsByteArray();
    assertThat(opened).isEqualTo(REPORT);
  }

  @ParameterizedTest
  @CsvSource({
    "photo.png, image/png, inline, png",
    "photo.jpeg, image/jpeg, inline, jpg",
    "scan.tiff, image/tiff, attachment, tif",
    "note.txt, text/plain;charset=UTF-8, inline, txt",
    "statement.docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document, attachment, docx",
    "statement.odt, application/vnd.oasis.opendocument.text, attachment, odt"
  })
  void onlySafeTypesOpenInTheBrowser(String name, String type, String disposition, String ending)
      throws Exception {
    byte[] content =
        switch (ending) {
          case "txt" -> SampleFiles.text("<script>alert('Nguyễn')</script>");
          case "docx" -> SampleFiles.docx();
          case "odt" -> SampleFiles.odt();
          default -> SampleFiles.image(ending.equals("tif") ? "tiff" : ending);
        };

    add(name, content, "other", "").andExpect(status().isSeeOther());

    pages
        .perform(get(only().address()))
        .andExpect(status().isOk())
        .andExpect(header().string("Content-Type", type))
        .andExpect(
            header()
                .string(
                    "Content-Disposition",
                    disposition + "; filename=\"" + caseNumber + "-document-1." + ending + "\""))
        .andExpect(header().string("Content-Security-Policy", containsString("sandbox")));
  }

  @Test
  void aPhotographIsServedWithoutItsLocationAndStoredUnchanged() throws Exception {
    byte[] photograph = SampleFiles.photograph("55.8642N");
    add("photo.jpg", photograph, "photograph", "").andExpect(status().isSeeOther());

    String opened =
        pages
            .perform(get(only().address()))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString(StandardCharsets.ISO_8859_1);

    assertThat(opened).startsWith("\u00FF\u00D8").doesNotContain("55.8642N");
    assertThat(room.documents().content(only())).isEqualTo(photograph);
  }

  @Test
  void aPictureWhoseLocationCannotBeRemovedIsNotServed() {
    for (byte[] picture : new byte[][] {SampleFiles.tiff(0x8825), {'I', 'I'}}) {
      Document unchecked =
          room.documents()
              .add(
                  caseNumber,
                  new DocumentUpload("photograph", "", FileName.of("a.tiff"), picture),
                  picture.length > 2 ? FileType.TIFF : FileType.JPEG,
                  true,
                  "glasgow.lead");

      assertThatThrownBy(() -> pages.perform(get(unchecked.address())))
          .isInstanceOf(ServletException.class)
          .rootCause()
          .isInstanceOfAny(NoSuchElementException.class, IllegalStateException.class);
    }
  }

  @Test
  void aPersonOutsideTheCaseFindsNothing() throws Exception {
    add("report.pdf", REPORT, "police-report", "").andExpect(status().isSeeOther());
    String document = only().address();
    String missing = notFound(GLASGOW, page() + "/no-such-document");

    assertThat(notFound(GLASGOW, "/nrm/cases/NRM-2009-2CCC-CCCW/documents")).isEqualTo(missing);
    for (Viewer viewer : new Viewer[] {FIFE, UKBA, ADMIN}) {
      assertThat(notFound(viewer, page())).isEqualTo(missing);
      assertThat(notFound(viewer, document)).isEqualTo(missing);
      add("other.pdf", SampleFiles.pdf("Other"), "other", "").andExpect(status().isNotFound());
    }
    assertThat(room.documents().of(caseNumber)).hasSize(1);
  }

  @Test
  void aDocumentIsFoundOnlyUnderItsOwnCase() throws Exception {
    add("report.pdf", REPORT, "police-report", "").andExpect(status().isSeeOther());
    String other = room.openCase();

    pages
        .perform(get("/nrm/cases/" + other + "/documents/" + only().id()))
        .andExpect(status().isNotFound());
  }

  @Test
  void theAuthoritiesOfTheCaseCanReadAndAdd() throws Exception {
    signIn(UKHTC);
    add("report.pdf", REPORT, "interview-record", "").andExpect(status().isSeeOther());
    signIn(UKBA);
    pages.perform(get(page())).andExpect(status().isNotFound());

    room.refer(caseNumber, "UKBA");

    pages.perform(get(only().address())).andExpect(status().isOk());
    add("scan.png", SampleFiles.image("png"), "identity-document", "")
        .andExpect(status().isSeeOther());
    assertThat(room.documents().of(caseNumber))
        .extracting(Document::addedBy)
        .containsExactly("ukhtc.owner", "ukba.owner");
  }

  @Test
  void theNrmManagerCanReadButNotAdd() throws Exception {
    add("report.pdf", REPORT, "police-report", "").andExpect(status().isSeeOther());
    signIn(NRM_MANAGER);

    pages
        .perform(get(page()).session(session))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString(only().address())))
        .andExpect(content().string(not(containsString("<form"))));
    pages.perform(get(only().address())).andExpect(status().isOk());
    add("other.pdf", SampleFiles.pdf("Other"), "other", "").andExpect(status().isNotFound());
    assertThat(room.documents().of(caseNumber)).hasSize(1);
  }

  @Test
  void peopleWithoutASessionAreSentToTheSignInAndProgramsRefused() throws Exception {
    add("report.pdf", REPORT, "police-report", "").andExpect(status().isSeeOther());
    signIn(null);

    for (String path : new String[] {page(), only().address()}) {
      pages
          .perform(get(path).accept(MediaType.TEXT_HTML))
          .andExpect(status().isFound())
          .andExpect(header().string("Location", startsWith("/camunda/app/tasklist/")));
      pages.perform(get(path)).andExpect(status().isUnauthorized()).andExpect(content().string(""));
    }
    pages
        .perform(multipart(page()).file(file("report.pdf", REPORT)))
        .andExpect(status().isUnauthorized());
  }

  @Test
  void aDocumentCanBeAddedOnlyFromAPageOfTheSession() throws Exception {
    pages
        .perform(
            multipart(page())
                .file(file("report.pdf", REPORT))
                .session(session)
                .param("kind", "police-report")
                .param("description", "Typed before"))
        .andExpect(status().isForbidden())
        .andExpect(content().string(containsString("Choose the file again")))
        .andExpect(content().string(containsString("Typed before</textarea>")));
    pages
        .perform(
            multipart(page())
                .file(file("report.pdf", REPORT))
                .session(session)
                .param("token", "guessed")
                .param("kind", "police-report"))
        .andExpect(status().isForbidden());

    assertThat(room.documents().of(caseNumber)).isEmpty();
  }

  @Test
  void aRefusalKeepsTypedTextAndExplainsWhatToDo() throws Exception {
    String page =
        add(
                "page.html",
                SampleFiles.text("<html><script>alert(1)</script></html>"),
                "court-paper",
                "Said <b>\"so\"</b>\nTwice")
            .andExpect(status().isUnsupportedMediaType())
            .andExpect(header().string("Cache-Control", "no-store"))
            .andReturn()
            .getResponse()
            .getContentAsString();

    assertThat(page)
        .contains(
            "role=\"alert\"",
            "Save it as a PDF",
            "aria-describedby=\"which-files\" aria-invalid=\"true\"",
            "<option value=\"court-paper\" selected=\"selected\">",
            ">\nSaid &lt;b&gt;&quot;so&quot;&lt;/b&gt;\nTwice</textarea>")
        .doesNotContain("<b>", "page.html");
    assertThat(room.documents().of(caseNumber)).isEmpty();
    assertThat(room.register().history(caseNumber))
        .extracting(RegisterEvent::kind)
        .doesNotContain(EntryKind.DOCUMENT_ADDED);
  }

  @ParameterizedTest
  @CsvSource({
    "report.pdf, '', 400, Choose the type of document.",
    "report.pdf, secret-report, 400, Choose the type of document.",
    "'', police-report, 400, Choose a file.",
    "report.exe, police-report, 415, does not end in .pdf"
  })
  void missingOrInvalidFieldsAreReported(String name, String kind, int status, String sentence)
      throws Exception {
    add(name, REPORT, kind, "")
        .andExpect(status().is(status))
        .andExpect(content().string(containsString(sentence)));
  }

  @Test
  void emptyOrLargeFilesAndLongDescriptionsAreRefused() throws Exception {
    byte[] large = Arrays.copyOf(REPORT, 100 * 1024 + 1);
    add("report.pdf", new byte[0], "other", "")
        .andExpect(status().isBadRequest())
        .andExpect(content().string(containsString("The file is empty.")));
    add("report.pdf", large, "other", "Typed before")
        .andExpect(status().isPayloadTooLarge())
        .andExpect(content().string(containsString("The file is larger than 100 KB.")))
        .andExpect(content().string(containsString("Typed before</textarea>")));
    add("report.pdf", REPORT, "other", "x".repeat(501))
        .andExpect(status().isBadRequest())
        .andExpect(content().string(containsString("Then choose the file again")))
        .andExpect(content().string(containsString("Shorten it to 500.")));

    add("report.pdf", Arrays.copyOf(REPORT, 100 * 1024), "other", "x\r\n".repeat(166))
        .andExpect(status().isSeeOther());
  }

  @Test
  void aDuplicateFileIsRefused() throws Exception {
    add("report.pdf", REPORT, "police-report", "").andExpect(status().isSeeOther());

    add("report.pdf", REPORT, "police-report", "")
        .andExpect(status().isSeeOther())
        .andExpect(header().string("Location", endsWith("?added=1")));
    add("other.pdf", REPORT, "other", "")
        .andExpect(status().isConflict())
        .andExpect(
            content()
                .string(
                    containsString("This file is already in the case: document 1, police report")));
  }

  @Test
  void nothingIsAddedWithoutAnAnswerFromTheVirusScanner() throws Exception {
    FakeClamd gone = new FakeClamd();
    gone.close();
    try (DocumentRoom other =
        new DocumentRoom(
            Databases.h2(),
            "nrm.documents.scanner.host=localhost",
            "nrm.documents.scanner.port=" + gone.port())) {
      String waiting = other.openCase();
      when(other.get(SignedIn.class).viewer(any())).thenReturn(Optional.of(GLASGOW));

      MockMvcBuilders.standaloneSetup(other.get(DocumentPages.class))
          .build()
          .perform(
              multipart(Document.pageOf(waiting))
                  .file(file("report.pdf", REPORT))
                  .session(session)
                  .param("token", token())
                  .param("kind", "police-report")
                  .param("description", "Typed before"))
          .andExpect(status().isFailedDependency())
          .andExpect(content().string(containsString("could not be checked for viruses")))
          .andExpect(content().string(containsString("Try again later.")))
          .andExpect(content().string(containsString("Typed before</textarea>")))
          .andExpect(content().string(not(containsString("Files are not checked"))));

      assertThat(other.documents().of(waiting)).isEmpty();
    }
  }

  @Test
  void aRequestWithoutAFileIsRefused() throws Exception {
    pages
        .perform(multipart(page()).session(session).param("token", token()).param("kind", "other"))
        .andExpect(status().isBadRequest())
        .andExpect(content().string(containsString("Choose a file.")));
    pages
        .perform(post(page()).session(session).param("token", token()).param("kind", "other"))
        .andExpect(status().isBadRequest())
        .andExpect(content().string(containsString("Choose a file.")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../report of Nguyễn Thị Đào-Hà.pdf",
        "C:\\Users\\report of Nguyễn Thị Đào-Hà.pdf",
        "تقرير.pdf",
        "例子.pdf"
      })
  void aFileNameIsShownWithoutFoldersAndIsInNoHeader(String name) throws Exception {
    String shown = FileName.of(name).whole();

    add(name, REPORT, "police-report", "").andExpect(status().isSeeOther());

    pages
        .perform(get(page()).session(session))
        .andExpect(content().string(containsString("<bdi>" + shown + "</bdi>")));
    MockHttpServletResponse opened = pages.perform(get(only().address())).andReturn().getResponse();
    assertThat(opened.getHeader("Content-Disposition"))
        .isEqualTo("attachment; filename=\"" + caseNumber + "-document-1.pdf\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../nrm-form.pdf", "..%2F..%2Fdata", "1", "' or '1'='1", "%00"})
  void aManipulatedAddressFindsNothing(String id) throws Exception {
    add("report.pdf", REPORT, "police-report", "").andExpect(status().isSeeOther());

    pages
        .perform(get(URI.create(page() + "/" + id.replace(" ", "%20").replace("'", "%27"))))
        .andExpect(status().isNotFound());
  }

  @ParameterizedTest
  @CsvSource({"7", "''", "<script>"})
  void onlyAnAddedDocumentIsConfirmed(String added) throws Exception {
    pages
        .perform(get(page()).param("added", added).session(session))
        .andExpect(status().isOk())
        .andExpect(content().string(not(containsString("was added"))))
        .andExpect(content().string(not(containsString("<script"))));
  }

  private ResultActions add(String name, byte[] content, String kind, String description)
      throws Exception {
    return pages.perform(
        multipart(page())
            .file(file(name, content))
            .session(session)
            .param("token", token())
            .param("kind", kind)
            .param("description", description));
  }

  private static MockMultipartFile file(String name, byte[] content) {
    // The type that the browser sends isn't trusted.
    return new MockMultipartFile("file", name, "text/html", content);
  }

  /** The token of a page of this session, or a guess if the person can open no page. */
  private String token() throws Exception {
    String page =
        pages.perform(get(page()).session(session)).andReturn().getResponse().getContentAsString();
    return Browser.token(page).orElseGet(() -> FormToken.of(requestOf(session)));
  }

  private static MockHttpServletRequest requestOf(MockHttpSession session) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setSession(session);
    return request;
  }

  private String page() {
    return Document.pageOf(caseNumber);
  }

  private Document only() {
    assertThat(room.documents().of(caseNumber)).hasSizeGreaterThan(0);
    return room.documents().of(caseNumber).get(0);
  }

  private String notFound(Viewer viewer, String path) throws Exception {
    signIn(viewer);
    MockHttpServletResponse response =
        pages.perform(get(path)).andExpect(status().isNotFound()).andReturn().getResponse();
    return response.getContentAsString() + response.getHeaderNames();
  }

  private void signIn(Viewer viewer) {
    when(room.get(SignedIn.class).viewer(any())).thenReturn(Optional.ofNullable(viewer));
  }
}
