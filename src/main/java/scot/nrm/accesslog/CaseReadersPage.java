package scot.nrm.accesslog;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.CaseCondition;
import scot.nrm.access.Viewer;
import scot.nrm.accesslog.Entries.Page;
import scot.nrm.accesslog.Entries.Search;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.pages.SignedInPages;

/**
 * Who has looked at a case, for the managers who watch it: the local authority's, the competent
 * authority's and the NRM manager.
 */
@Controller
public class CaseReadersPage {

  static final String PATH = "/nrm/cases/{caseNumber}/access";

  private final SignedInPages pages;
  private final CaseAccess access;
  private final Entries entries;
  private final AccessWords words;
  private final Authorities authorities;

  CaseReadersPage(
      SignedInPages pages,
      CaseAccess access,
      Entries entries,
      AccessWords words,
      Authorities authorities) {
    this.authorities = authorities;
    this.pages = pages;
    this.access = access;
    this.entries = entries;
    this.words = words;
  }

  /** The page's address for a person who may open it, or an empty text. */
  public String address(String caseNumber, Viewer viewer) {
    return mayRead(viewer, caseNumber) ? PATH.replace("{caseNumber}", caseNumber) : "";
  }

  private boolean mayRead(Viewer viewer, String caseNumber) {
    return access.isAmong(CaseCondition.watchedBy(viewer, authorities), caseNumber);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(
      @PathVariable String caseNumber,
      @RequestParam(name = "before", defaultValue = "") String before,
      HttpServletRequest request) {
    return pages.forViewer(
        request, viewer -> mayRead(viewer, caseNumber), viewer -> page(caseNumber, before));
  }

  private ResponseEntity<byte[]> page(String caseNumber, String before) {
    Page found = entries.page(Search.ofCase(caseNumber), before);
    Map<String, Object> model = new HashMap<>();
    model.put("caseNumber", caseNumber);
    model.put("entries", words.of(found.entries()));
    model.put("none", found.entries().isEmpty());
    model.put("older", found.older() == null ? "" : "?before=" + found.older());
    return pages.page(HttpStatus.OK, "case-readers", model);
  }
}
