package scot.nrm.repair;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.pages.FormToken;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;

/** The page on which the NRM manager approves or refuses an operator's repairs. */
@Controller
class RepairsPage implements StartPageEntry {

  static final String PATH = "/nrm/repairs";

  private final SignedInPages pages;
  private final RepairStore store;
  private final Repairs repairs;

  RepairsPage(SignedInPages pages, RepairStore store, Repairs repairs) {
    this.pages = pages;
    this.store = store;
    this.repairs = repairs;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return Entry.onlyIf(
        viewer.has(Role.NRM_MANAGER),
        "Repairs",
        "Approve or refuse what the operator wants to repair.",
        PATH);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> viewer.has(Role.NRM_MANAGER),
        viewer -> page(HttpStatus.OK, "", request));
  }

  @PostMapping(PATH + "/{id}")
  ResponseEntity<byte[]> decide(
      @PathVariable String id,
      @RequestParam(name = "decision", defaultValue = "") String decision,
      HttpServletRequest request) {
    return pages.forForm(
        request,
        viewer -> viewer.has(Role.NRM_MANAGER),
        viewer -> {
          Optional<Repair> repair =
              id.matches("\\d{1,18}") ? store.find(Long.parseLong(id)) : Optional.empty();
          if (repair.isEmpty()) {
            return pages.notFound();
          }
          if (!List.of("approve", "refuse").contains(decision)) {
            return page(HttpStatus.BAD_REQUEST, "Choose Approve or Refuse.", request);
          }
          return switch (repairs.decide(repair.get(), viewer, decision.equals("approve"))) {
            case RECORDED -> pages.seeOther(request.getContextPath() + PATH);
            case OWN_REQUEST ->
                page(
                    HttpStatus.FORBIDDEN,
                    "You asked for repair "
                        + id
                        + ", or it is about your account. Someone else must approve or refuse it.",
                    request);
            case TOO_LATE ->
                page(
                    HttpStatus.CONFLICT,
                    "Someone has already decided on repair "
                        + id
                        + ", or what it is about has changed since. The list below says which.",
                    request);
          };
        });
  }

  private ResponseEntity<byte[]> page(
      HttpStatus status, String refused, HttpServletRequest request) {
    return pages.page(
        status,
        "repairs",
        Map.of(
            "refused", refused,
            "token", FormToken.of(request),
            "lasts", Repair.APPROVAL_TIME.toDays(),
            "repairs", store.latest().stream().map(this::model).toList()));
  }

  private record ListedRepair(
      Repair repair,
      String what,
      String asked,
      boolean waits,
      boolean canBeApproved,
      String status) {}

  private ListedRepair model(Repair repair) {
    boolean waits = repair.decision() == null;
    boolean changed = waits && repairs.hasChanged(repair);
    return new ListedRepair(
        repair,
        waits && !changed ? repairs.preview(repair) : repairs.sentence(repair),
        BritishDate.withTime(repair.askedAt()) + ", " + repair.askedBy(),
        waits,
        waits && !changed,
        status(repair, changed));
  }

  private static String status(Repair repair, boolean changed) {
    if (repair.decision() == null) {
      return changed
          ? "The %s has changed since. Refuse it; the operator can ask again."
              .formatted(repair.account() == null ? "case" : "account")
          : "Waiting for a decision";
    }
    if (repair.doneAt() != null) {
      return "Approved by %s, carried out on %s"
          .formatted(repair.decidedBy(), BritishDate.withTime(repair.doneAt()));
    }
    String decided =
        "%s by %s on %s"
            .formatted(
                repair.decision().equals(Repair.APPROVED) ? "Approved" : "Refused",
                repair.decidedBy(),
                BritishDate.withTime(repair.decidedAt()));
    if (!repair.decision().equals(Repair.APPROVED)) {
      return decided;
    }
    return repair.hasLapsed(Instant.now())
        ? decided + ", lapsed"
        : "%s. Tell the operator, who can carry it out until %s."
            .formatted(
                decided, BritishDate.withTime(repair.decidedAt().plus(Repair.APPROVAL_TIME)));
  }
}
