package scot.nrm.letters.queue;

import jakarta.servlet.http.HttpServletRequest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.letters.Addressee;
import scot.nrm.letters.DeliveryState;
import scot.nrm.letters.Letter;
import scot.nrm.letters.PoliceForces;
import scot.nrm.letters.PrintQueue;
import scot.nrm.letters.PrintQueue.Page;
import scot.nrm.letters.PrintQueue.Search;
import scot.nrm.pages.FormToken;
import scot.nrm.pages.PageRequest;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.StartPageEntry;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterEvent;

/**
 * The pages of the print queue: print several letters as one PDF, mark them as posted, and put them
 * back on the same day.
 */
@Controller
class PrintQueuePage implements StartPageEntry {

  private static final String PATH = "/nrm/print-queue";
  private static final String POSTED_TODAY = "posted-today";
  private static final String UNREADABLE = "unreadable";
  private static final String DECEASED_NOTE =
      "the person has died: ask the case owner before you post it";
  private static final String ERROR_NOTE =
      "the case was closed as entered in error: ask the case owner before you post it";
  private static final String CHILD_NOTE =
      "the person is a child after all: don't post it, and notify the case owner";
  private static final String ADDRESS_NOTE =
      "the address may have changed: ask the case owner before you post it";

  private static final String OFFICE_NOTE =
      "no office or address on file: ask the case owner before you post it";

  /** The facts, by their keys in the file, that say where a person's letters go (D7). */
  private static final Set<String> ADDRESSES =
      Set.of("placementAddress", "legalRepresentative", "guardian");

  /** The parameters of the page that its links and forms keep. */
  private static final List<String> FILTERS = List.of("dated", "addressee", "sender", "show");

  /** Why nothing was done, by the parameter of the list that says so. */
  private static final Map<String, String> REFUSALS =
      Map.of(
          "none",
          "Choose at least one letter.",
          "many",
          "Choose at most " + PrintQueue.ROWS + " letters at a time.",
          "gone",
          "Some of these letters have been marked as posted since you opened the page."
              + " Nothing was printed. Choose again.",
          "long",
          "These letters are too long for one PDF. Choose fewer.");

  private final SignedInPages pages;
  private final PrintQueue queue;
  private final CombinedLetters combined;
  private final Register register;
  private final PoliceForces forces;
  private final CaseClock clock;

  PrintQueuePage(
      SignedInPages pages,
      PrintQueue queue,
      CombinedLetters together,
      Register register,
      PoliceForces forces,
      CaseClock clock) {
    this.pages = pages;
    this.queue = queue;
    this.combined = together;
    this.register = register;
    this.forces = forces;
    this.clock = clock;
  }

  @Override
  public List<Entry> entries(Viewer viewer) {
    return Entry.onlyIf(
        !queue.sendersOf(viewer).isEmpty(),
        "Letters to post",
        "Open, print and post letters, and mark them as posted.",
        PATH);
  }

  @GetMapping(PATH)
  ResponseEntity<byte[]> show(
      @RequestParam MultiValueMap<String, String> parameters, HttpServletRequest request) {
    return pages.forViewer(
        request,
        viewer ->
            queue.sendersOf(viewer).isEmpty()
                ? pages.notFound()
                : page(viewer, parameters, request));
  }

  @PostMapping(PATH + "/letters.pdf")
  ResponseEntity<byte[]> print(
      @RequestParam MultiValueMap<String, String> sent, HttpServletRequest request) {
    return withChosen(
        sent,
        request,
        (viewer, letters) -> {
          if (!letters.stream().allMatch(letter -> letter.delivery().waitsToBePosted())) {
            return refused(sent, request, "gone");
          }
          CombinedLetters.Result result = combined.of(letters, viewer);
          return result
              .pdf()
              .map(pdf -> pages.pdf(pdf, "letters-to-post-" + clock.today() + ".pdf"))
              .orElseGet(
                  () ->
                      result.unreadable().isEmpty()
                          ? refused(sent, request, "long")
                          : unreadable(sent, request, result.unreadable()));
        });
  }

  @PostMapping(PATH + "/posted")
  ResponseEntity<byte[]> posted(
      @RequestParam MultiValueMap<String, String> sent, HttpServletRequest request) {
    return change("posted", queue::markPosted, sent, request);
  }

  @PostMapping(PATH + "/undone")
  ResponseEntity<byte[]> undone(
      @RequestParam MultiValueMap<String, String> sent, HttpServletRequest request) {
    return change("undone", queue::undoPosted, sent, request);
  }

  private ResponseEntity<byte[]> change(
      String parameter,
      BiPredicate<Letter, Viewer> change,
      MultiValueMap<String, String> sent,
      HttpServletRequest request) {
    return withChosen(
        sent,
        request,
        (viewer, letters) -> {
          long done = letters.stream().filter(letter -> change.test(letter, viewer)).count();
          return list(
              sent,
              request,
              list -> list.queryParam(parameter, done).queryParam("not", letters.size() - done));
        });
  }

  /** Shows the list from which something was sent. Going back to it sends nothing again. */
  private ResponseEntity<byte[]> list(
      MultiValueMap<String, String> sent,
      HttpServletRequest request,
      UnaryOperator<UriComponentsBuilder> result) {
    UriComponentsBuilder list =
        address(sent)
            .queryParamIfPresent(
                "page", Optional.of(pageOf(sent).number()).filter(page -> page > 1));
    return pages.seeOther(request.getContextPath() + result.apply(list).toUriString());
  }

  private ResponseEntity<byte[]> refused(
      MultiValueMap<String, String> sent, HttpServletRequest request, String why) {
    return list(sent, request, list -> list.queryParam("refused", why));
  }

  private ResponseEntity<byte[]> unreadable(
      MultiValueMap<String, String> sent, HttpServletRequest request, List<Letter> letters) {
    return list(
        sent,
        request,
        list ->
            list.queryParam("refused", UNREADABLE)
                .queryParam("letter", letters.stream().map(Letter::id).toList()));
  }

  /** Why nothing was done, for the list that says so; empty if something was. */
  private String refusal(Viewer viewer, MultiValueMap<String, String> parameters) {
    String why = typed(parameters, "refused");
    return why.equals(UNREADABLE)
        ? queue
            .find(viewer, parameters.getOrDefault("letter", List.of()))
            .map(PrintQueuePage::unreadable)
            .orElse("")
        : REFUSALS.getOrDefault(why, "");
  }

  private static String unreadable(List<Letter> letters) {
    return letters.stream()
        .map(
            letter ->
                "%s of case %s to %s, dated %s"
                    .formatted(
                        letter.title(),
                        letter.caseNumber(),
                        letter.addresseeName(),
                        BritishDate.of(letter.dated())))
        .collect(
            Collectors.joining(
                "; ",
                "Nothing was printed. "
                    + (letters.size() == 1 ? "This letter" : "These letters")
                    + " can't be opened: ",
                ". Choose only the others, and ask your system administrator, who can find the"
                    + " cause in the log."));
  }

  /**
   * Does something with the chosen letters. If one belongs to another authority or doesn't exist,
   * the answer is the same and nothing changes.
   */
  private ResponseEntity<byte[]> withChosen(
      MultiValueMap<String, String> sent,
      HttpServletRequest request,
      BiFunction<Viewer, List<Letter>, ResponseEntity<byte[]>> answer) {
    return pages.forForm(
        request,
        viewer -> !queue.sendersOf(viewer).isEmpty(),
        viewer -> {
          Set<String> ids =
              new LinkedHashSet<>(
                  sent.getOrDefault(sent.containsKey("all") ? "shown" : "letter", List.of()));
          if (ids.isEmpty() || ids.size() > PrintQueue.ROWS) {
            return refused(sent, request, ids.isEmpty() ? "none" : "many");
          }
          return queue
              .find(viewer, ids)
              .map(letters -> answer.apply(viewer, letters))
              .orElseGet(pages::notFound);
        });
  }

  private ResponseEntity<byte[]> page(
      Viewer viewer, MultiValueMap<String, String> parameters, HttpServletRequest request) {
    Set<String> own = queue.sendersOf(viewer);
    try {
      Search search = search(own, parameters);
      Page found = queue.page(search, pageOf(parameters));
      return pages.page(
          HttpStatus.OK,
          "print-queue",
          model(refusal(viewer, parameters), own, search, found, parameters, request));
    } catch (IllegalArgumentException e) {
      Search all = new Search(own, false, null, null);
      return pages.page(
          HttpStatus.BAD_REQUEST,
          "print-queue",
          model(
              e.getMessage(),
              own,
              all,
              new Page(List.of(), pageOf(parameters), 0),
              parameters,
              request));
    }
  }

  /**
   * @throws IllegalArgumentException with an error for the page
   */
  private static Search search(Set<String> own, MultiValueMap<String, String> parameters) {
    String sender = typed(parameters, "sender");
    if (!sender.isEmpty() && !own.contains(sender)) {
      throw new IllegalArgumentException("Choose a sender from the list.");
    }
    String kind = typed(parameters, "addressee");
    Addressee addressee =
        kind.isEmpty()
            ? null
            : StoredCode.find(Addressee.class, kind)
                .orElseThrow(
                    () -> new IllegalArgumentException("Choose an addressee from the list."));
    return new Search(
        sender.isEmpty() ? own : Set.of(sender),
        typed(parameters, "show").equals(POSTED_TODAY),
        day(typed(parameters, "dated")),
        addressee);
  }

  private static LocalDate day(String typed) {
    return typed.isEmpty()
        ? null
        : BritishDate.parse(typed)
            .orElseThrow(() -> new IllegalArgumentException("Enter a date such as 1/4/2009."));
  }

  private static String typed(MultiValueMap<String, String> parameters, String name) {
    String typed = parameters.getFirst(name);
    return typed == null ? "" : typed.strip();
  }

  private static PageRequest pageOf(MultiValueMap<String, String> asked) {
    return PageRequest.parse(typed(asked, "page"), PrintQueue.ROWS);
  }

  private static int number(MultiValueMap<String, String> parameters, String name) {
    String typed = typed(parameters, name);
    return typed.matches("\\d{1,5}") ? Integer.parseInt(typed) : 0;
  }

  private Map<String, Object> model(
      String message,
      Set<String> own,
      Search search,
      Page found,
      MultiValueMap<String, String> parameters,
      HttpServletRequest request) {
    Map<String, Object> model =
        new HashMap<>(found.page().model(address(parameters).toUriString(), found.all()));
    FILTERS.forEach(name -> model.put(name, typed(parameters, name)));
    model.put("token", FormToken.of(request));
    model.put("message", message);
    model.put("done", done(parameters));
    model.put("undo", number(parameters, "posted") > 0 ? PATH + "?show=" + POSTED_TODAY : "");
    model.put("addressees", addressees(search.addressee()));
    model.put("senders", own.size() > 1 ? senders(own, typed(parameters, "sender")) : List.of());
    model.put("severalSenders", own.size() > 1);
    model.put("postedToday", search.postedToday());
    model.put(
        "searched",
        FILTERS.stream()
            .anyMatch(name -> !name.equals("show") && !typed(parameters, name).isEmpty()));
    model.put("none", found.letters().isEmpty() && message.isEmpty());
    model.put("some", !found.letters().isEmpty());
    model.put("number", found.page().number());
    model.put("onPage", found.letters().size());
    model.put("letters", found.letters().stream().map(this::row).toList());
    return model;
  }

  private static String done(MultiValueMap<String, String> parameters) {
    int posted = number(parameters, "posted");
    int undone = number(parameters, "undone");
    int not = number(parameters, "not");
    List<String> sentences = new ArrayList<>();
    if (posted > 0) {
      sentences.add(letters(posted) + (posted == 1 ? " is" : " are") + " marked as posted.");
    }
    if (undone > 0) {
      sentences.add(
          letters(undone)
              + (undone == 1 ? " was put back and waits" : " were put back and wait")
              + " to be posted.");
    }
    if (not > 0) {
      sentences.add(
          letters(not)
              + (parameters.containsKey("undone")
                  ? " had been put back already, or marked as posted on an earlier day."
                  : " had been marked as posted already.")
              + " Nothing was changed there.");
    }
    return String.join(" ", sentences);
  }

  private static String letters(long count) {
    return count == 1 ? "1 letter" : count + " letters";
  }

  private static List<Map<String, Object>> addressees(Addressee chosen) {
    return Arrays.stream(Addressee.values())
        .map(
            one ->
                Map.<String, Object>of(
                    "code", one.id(), "words", one.words(), "chosen", one == chosen))
        .toList();
  }

  private static List<Map<String, Object>> senders(Set<String> own, String chosen) {
    return own.stream()
        .sorted()
        .map(
            one ->
                Map.<String, Object>of(
                    "code", one,
                    "name", Authority.of(one).shortName(),
                    "chosen", one.equals(chosen)))
        .toList();
  }

  private Map<String, Object> row(Letter letter) {
    return Map.of(
        "id", letter.id(),
        "addresseeName", addresseeName(letter),
        "caseNumber", letter.caseNumber(),
        "title", letter.title(),
        "dated", BritishDate.of(letter.dated()),
        "sender", Authority.of(letter.sender()).shortName(),
        "minute", letter.minuteEnclosed() ? "enclosed" : "",
        "note", note(letter),
        "address", letter.address());
  }

  /** Forces that have merged share a name, and each has an office: with the former area. */
  private String addresseeName(Letter letter) {
    return letter
        .force()
        .filter(force -> forces.name(force, letter.dated()).equals(letter.addresseeName()))
        .filter(force -> !forces.name(force, LocalDate.MIN).equals(letter.addresseeName()))
        .map(force -> forces.names(Set.of(force), letter.dated()))
        .orElse(letter.addresseeName());
  }

  private String note(Letter letter) {
    List<String> numbers = numbers(letter.caseNumber());
    // The letters were written before a manager closed the case (D43).
    List<RegisterEvent> closings =
        numbers.stream().flatMap(number -> register.closing(number).stream()).toList();
    if (closings.stream().anyMatch(RegisterEvent::isDeath)) {
      return DECEASED_NOTE;
    }
    if (closings.stream().anyMatch(closing -> closing.is(EntryKind.ERROR_CLOSED))) {
      return ERROR_NOTE;
    }
    return letter.addressee() == Addressee.PERSON_OR_REPRESENTATIVE
        ? noteToPerson(letter, numbers)
        : deliveryNote(letter);
  }

  private String noteToPerson(Letter letter, List<String> numbers) {
    if (numbers.stream().anyMatch(this::isChildNow)) {
      return CHILD_NOTE; // D37
    }
    boolean moved =
        numbers.stream()
            .flatMap(number -> register.history(number).stream())
            .filter(PrintQueuePage::changesAddress)
            // A letter has no time, so one written on the day of the change is marked too.
            .anyMatch(change -> !LocalDay.of(change.at()).isBefore(letter.dated()));
    return moved ? ADDRESS_NOTE : deliveryNote(letter);
  }

  /** The case, and the one with which it was merged, where everything later is recorded (D12). */
  private List<String> numbers(String caseNumber) {
    return Stream.concat(
            Stream.of(caseNumber),
            register.find(caseNumber).map(nrmCase -> nrmCase.now().mergedInto()).stream())
        .toList();
  }

  private boolean isChildNow(String caseNumber) {
    return register
        .latest(caseNumber, EntryKind.CAME_OF_AGE, EntryKind.CHILD_AGAIN)
        .filter(latest -> latest.is(EntryKind.CHILD_AGAIN))
        .isPresent();
  }

  /** A correction (D43) or a move to another local authority (D41). */
  private static boolean changesAddress(RegisterEvent entry) {
    return entry.is(EntryKind.COUNCIL_CHANGED)
        || entry.is(EntryKind.CORRECTED) && ADDRESSES.contains(entry.code());
  }

  private static String deliveryNote(Letter letter) {
    if (letter.lacksOffice()) {
      return OFFICE_NOTE;
    }
    if (letter.delivery() == DeliveryState.NOTIFIED) {
      return "notice e-mailed";
    }
    return switch (letter.deliveryNote() == null ? "" : letter.deliveryNote()) {
      case Letter.NO_POSTAL_ADDRESS ->
          "no address of the person on file: care of the local authority";
      case "no-address" -> "no e-mail address known";
      case "mail-failed" -> "e-mail failed";
      case "mail-unanswered" -> "e-mail may have arrived: no answer from the mail server";
      case "mail-sign-in-failed" -> "e-mail failed: sign-in to the mail server";
      default -> "";
    };
  }

  /** The URL of the list with the same filters. */
  private static UriComponentsBuilder address(MultiValueMap<String, String> parameters) {
    UriComponentsBuilder address = UriComponentsBuilder.fromPath(PATH);
    FILTERS.stream()
        .filter(name -> typed(parameters, name).matches("[\\w ./-]{1,40}"))
        .forEach(name -> address.queryParam(name, typed(parameters, name)));
    return address;
  }
}
