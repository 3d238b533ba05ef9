package scot.nrm.pages;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.authorization.Groups;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import scot.nrm.access.Viewer;
import scot.nrm.access.setup.AccessCheck;

/** Shows an administrator whether permissions, groups and filters match the files. */
@Controller
class AccessCheckPage implements StartPageEntry {

  private static final String PATH = "/nrm/access-check";

  private final SignedInPages pages;
  private final AccessCheck check;

  AccessCheckPage(SignedInPages pages, AccessCheck check) {
    this.pages = pages;
    this.check = check;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return Entry.onlyIf(
        isFor(viewer),
        "Permissions check",
        "Where local authorities, groups, permissions and filters differ from config/.",
        PATH);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(HttpServletRequest request) {
    return pages.forViewer(
        request,
        AccessCheckPage::isFor,
        viewer -> {
          List<String> differs = check.differences();
          List<String> people = check.inconsistentPeople();
          return pages.page(
              HttpStatus.OK,
              "access-check",
              Map.of(
                  "differs",
                  differs,
                  "same",
                  differs.isEmpty(),
                  "people",
                  people,
                  "noRemarks",
                  people.isEmpty()));
        });
  }

  private static boolean isFor(Viewer viewer) {
    return viewer.isIn(Groups.CAMUNDA_ADMIN);
  }
}
