package scot.nrm.letters.forms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.CaseFile;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.forms.DeployedForms;
import scot.nrm.letters.Organisations;
import scot.nrm.pages.PdfWriter;
import scot.nrm.pages.Templates;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/**
 * The complete NRM form for printing, filled in or blank. It is built from the forms of the case's
 * set, so that changes by policy staff are printed as well.
 */
@Component
class NrmForm {

  private static final List<String> PARTS =
      List.of(
          "nrm-form-referral-and-child",
          "nrm-form-exploitation",
          "nrm-form-indicators",
          "nrm-form-check-and-send");

  private final Templates templates;
  private final PdfWriter pdf;
  private final CaseFile caseFile;
  private final Register register;
  private final Organisations organisations;
  private final CaseClock clock;
  private final DefinitionSets sets;
  private final DeployedForms forms;
  private final ObjectMapper json = new ObjectMapper();
  private final FormCache cache = new FormCache();

  NrmForm(
      Templates templates,
      PdfWriter pdf,
      CaseFile caseFile,
      Register register,
      Organisations organisations,
      CaseClock clock,
      DefinitionSets sets,
      DeployedForms forms) {
    this.templates = templates;
    this.pdf = pdf;
    this.caseFile = caseFile;
    this.register = register;
    this.organisations = organisations;
    this.clock = clock;
    this.sets = sets;
    this.forms = forms;
  }

  byte[] filled(String caseNumber) {
    Optional<RegisterCase> known = register.find(caseNumber);
    return write(
        caseNumber,
        known.filter(it -> it.isAdult(clock.today())).isPresent(),
        known
            .map(it -> organisations.council(it.localAuthority()).nameOn(clock.today()))
            .orElse(""),
        PrintedForm.filled(caseFile.read(caseNumber)));
  }

  /** A blank form, with boxes to tick and lines to write on. */
  byte[] blank() {
    return write("", false, "", PrintedForm.blank());
  }

  private byte[] write(String caseNumber, boolean adult, String council, PrintedForm printed) {
    List<Map<String, Object>> groups = new ArrayList<>();
    PARTS.forEach(part -> groups.addAll(printed.groups(schema(part, caseNumber))));
    Map<String, Object> model = new HashMap<>();
    model.put("title", "NRM form");
    model.put("marking", organisations.markingOn(clock.today(), adult));
    model.put("footer", caseNumber.isEmpty() ? "NRM form" : "NRM form · " + caseNumber);
    model.put("caseNumber", caseNumber);
    model.put("localAuthorityName", council);
    model.put("printedOn", caseNumber.isEmpty() ? "" : BritishDate.of(clock.today()));
    model.put("groups", groups);
    String xhtml = templates.letter("nrm-form", model, clock.today());
    return cache.of(xhtml, () -> pdf.write(xhtml, "the NRM form"));
  }

  private JsonNode schema(String part, String caseNumber) {
    try {
      String known = caseNumber.isEmpty() ? null : caseNumber;
      JsonNode form = json.readTree(sets.file(part + ".form", known));
      forms.lists(sets.deploymentFor(known)).fillIn(form);
      return form;
    } catch (IOException e) {
      throw new UncheckedIOException("The form " + part + " cannot be read", e);
    }
  }
}
