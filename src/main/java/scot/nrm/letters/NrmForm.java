package scot.nrm.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.Register;
import scot.nrm.casefile.RegisterCase;
import scot.nrm.engine.CaseClock;

/**
 * The child's NRM form on paper, whole: filled in, or blank to be written on. Drawn from the forms that Tasklist shows,
 * so that a form which policy staff have changed prints as they changed it.
 */
@Component
class NrmForm {

  /** The parts in which the form is worked, in their order. */
  private static final List<String> PARTS = List.of(
      "nrm-form-referral-and-child", "nrm-form-exploitation", "nrm-form-indicators", "nrm-form-check-and-send");

  private final Templates templates;
  private final PdfWriter pdf;
  private final CaseFile caseFile;
  private final Register register;
  private final Organisations organisations;
  private final CaseClock clock;
  private final ObjectMapper json = new ObjectMapper();

  NrmForm(
      Templates templates,
      PdfWriter pdf,
      CaseFile caseFile,
      Register register,
      Organisations organisations,
      CaseClock clock) {
    this.templates = templates;
    this.pdf = pdf;
    this.caseFile = caseFile;
    this.register = register;
    this.organisations = organisations;
    this.clock = clock;
  }

  /** With what the case file says so far. */
  byte[] filled(String caseNumber) {
    Optional<RegisterCase> registered = register.find(caseNumber);
    String council = registered.map(RegisterCase::localAuthority).orElse("");
    return write(caseNumber, council.isEmpty() ? "" : organisations.council(council).nameOn(clock.today()),
        PrintedForm.filled(LetterFacts.withAgency(
            caseFile.read(caseNumber), registered.map(RegisterCase::firstResponderAgency).orElse(null))));
  }

  /** With boxes to tick and lines to write on. */
  byte[] blank() {
    return write("", "", PrintedForm.blank());
  }

  private byte[] write(String caseNumber, String council, PrintedForm printed) {
    List<Map<String, Object>> groups = new ArrayList<>();
    PARTS.forEach(part -> groups.addAll(printed.groups(schema(part))));
    Map<String, Object> model = new HashMap<>();
    model.put("title", "NRM form");
    model.put("footer", caseNumber.isEmpty() ? "NRM form" : "NRM form · " + caseNumber);
    model.put("caseNumber", caseNumber);
    model.put("localAuthorityName", council);
    model.put("printedOn", caseNumber.isEmpty() ? "" : LetterWriter.LONG_DATE.format(clock.today()));
    model.put("groups", groups);
    return pdf.write(templates.fill("nrm-form", model), "the NRM form");
  }

  private JsonNode schema(String part) {
    Resource beside = new FileSystemResource("forms/" + part + ".form");
    Resource form = beside.exists() ? beside : new ClassPathResource("forms/" + part + ".form");
    try (InputStream content = form.getInputStream()) {
      return json.readTree(content);
    } catch (IOException e) {
      throw new UncheckedIOException("The form " + part + " cannot be read", e);
    }
  }
}
