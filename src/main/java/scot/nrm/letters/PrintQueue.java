package scot.nrm.letters;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import scot.nrm.access.Role;
import scot.nrm.access.Viewer;
import scot.nrm.accesslog.LettersToPost;
import scot.nrm.calendar.BritishDate;
import scot.nrm.pages.FormToken;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;

/** The letters to be printed and posted, for the intake team of the authority that writes them. */
@Controller
class PrintQueue implements StartPageEntry, LettersToPost {

  private static final String PATH = "/nrm/print-queue";
  private static final Map<Role, String> SENDER_OF_INTAKE =
      Map.of(Role.UKHTC_INTAKE, "UKHTC", Role.UKBA_INTAKE, "UKBA");

  private final SignedInPages pages;
  private final LetterArchive archive;

  PrintQueue(SignedInPages pages, LetterArchive archive) {
    this.pages = pages;
    this.archive = archive;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return sendersOf(viewer).isEmpty()
        ? List.of()
        : List.of(
            new Entry(
                "Letters to post", "Open, print and post letters, and mark them as posted.", PATH));
  }

  /** The authorities whose print queue the viewer manages. */
  static Set<String> sendersOf(Viewer viewer) {
    return SENDER_OF_INTAKE.entrySet().stream()
        .filter(intake -> viewer.has(intake.getKey()))
        .map(Map.Entry::getValue)
        .collect(Collectors.toSet());
  }

  @Override
  public boolean include(Viewer viewer, String letterId) {
    Set<String> senders = sendersOf(viewer);
    return !senders.isEmpty()
        && archive.printQueue(senders).stream().anyMatch(letter -> letter.id().equals(letterId));
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> {
          Set<String> senders = sendersOf(viewer);
          return senders.isEmpty()
              ? pages.notFound()
              : pages.page(
                  HttpStatus.OK, "print-queue", model(archive.printQueue(senders), request));
        });
  }

  @PostMapping(PATH + "/{letterId}/posted")
  ResponseEntity<byte[]> posted(
      @PathVariable String letterId,
      @RequestParam(name = "token", required = false) String token,
      HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer -> {
          Optional<Letter> letter =
              archive.find(letterId).filter(found -> sendersOf(viewer).contains(found.sender()));
          if (letter.isEmpty() || !FormToken.isOurs(token, request)) {
            return pages.notFound();
          }
          archive.posted(letter.get(), viewer.userId());
          return pages.seeOther(request.getContextPath() + PATH);
        });
  }

  private static Map<String, Object> model(List<Letter> letters, HttpServletRequest request) {
    Map<String, List<Map<String, Object>>> byAddressee = new LinkedHashMap<>();
    for (Letter letter : letters) {
      byAddressee
          .computeIfAbsent(letter.addresseeName(), name -> new ArrayList<>())
          .add(
              Map.of(
                  "id", letter.id(),
                  "caseNumber", letter.caseNumber(),
                  "title", letter.title(),
                  "dated", BritishDate.of(letter.dated()),
                  "sender", letter.sender(),
                  "minute", letter.minuteEnclosed() ? "enclosed" : "",
                  "note", note(letter),
                  "address", request.getContextPath() + Delivery.address(letter),
                  "action", request.getContextPath() + PATH + "/" + letter.id() + "/posted"));
    }
    return Map.of(
        "token", FormToken.of(request),
        "count", letters.size(),
        "none", letters.isEmpty(),
        "addressees",
            byAddressee.entrySet().stream()
                .map(entry -> Map.of("name", entry.getKey(), "letters", entry.getValue()))
                .toList());
  }

  private static String note(Letter letter) {
    if (letter.delivery() == DeliveryState.NOTIFIED) {
      return "notice e-mailed";
    }
    return switch (letter.deliveryNote() == null ? "" : letter.deliveryNote()) {
      case "no-address" -> "no e-mail address known";
      case "mail-failed" -> "e-mail failed";
      case "mail-sign-in-failed" -> "e-mail failed: sign-in to the mail server";
      default -> "";
    };
  }
}
