package scot.nrm.record;

import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.letters.Addressee;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Letters;
import scot.nrm.letters.Organisations;
import scot.nrm.record.Section.Cell;
import scot.nrm.record.Section.Lines;
import scot.nrm.record.Section.Row;
import scot.nrm.register.EntryKind;
import scot.nrm.register.RegisterEvent;
import scot.nrm.register.RegisterUpdates;

/**
 * A copy for a person of the data held about them (subject access): the record, everything in the
 * file, a list of letters and documents, and the text of the letters to them, without other people.
 * Officers, people who reported the child, and others with a field in the form are left out, also
 * if a text names them, and each gap is marked. A text may still describe someone in other words,
 * so an officer checks the copy before it is sent.
 */
@Component
class SubjectAccess {

  private static final Logger LOG = LoggerFactory.getLogger(SubjectAccess.class);

  static final String LEFT_OUT = "[left out]";

  private static final String AGENCY = "firstResponderAgency";

  /** The fields that are only about other people, or would reveal who reported the child. */
  private static final Set<String> FIELDS_ABOUT_OTHERS =
      Set.of(
          "allegedExploiters",
          "carer",
          "correctedGuardian",
          "correctedLeadProfessional",
          "correctedLeadProfessionalEmail",
          "correctedLeadProfessionalPhone",
          AGENCY,
          "firstResponderEmail",
          "firstResponderName",
          "firstResponderOffice",
          "firstResponderPhone",
          "firstResponderReference",
          "guardian",
          "leadProfessionalEmail",
          "leadProfessionalId",
          "leadProfessionalManager",
          "leadProfessionalManagerId",
          "leadProfessionalName",
          "leadProfessionalPhone",
          "linkedChildren",
          "localAuthorityContact",
          "matchCaseNumber",
          "othersAtRisk",
          "reconsiderationAskedByAddress",
          "reconsiderationAskedByEmail",
          "reconsiderationAskedByName",
          "siblingCaseNumber");

  private static final Set<String> OFFICERS =
      Set.of(
          "Case owner",
          "Second officer",
          "Lead professional",
          "Telephone",
          "E-mail",
          "Manager",
          "First responder");

  /**
   * Words that begin with a capital letter in a text about others but name nobody: they begin a
   * sentence or are a title. If they were left out everywhere, the copy would be unreadable.
   */
  private static final Set<String> ORDINARY_WORDS =
      Set.of(
          ("all also and another any aunt both boy boys brother brothers but child children"
                  + " constable cousin daughter each family father foster four friend friends from"
                  + " girl girls grandfather grandmother had has her him his husband its lives many"
                  + " men miss mother mrs never nobody none not nothing one other others parents"
                  + " police possibly probably sergeant several she sister sisters social some that"
                  + " the their them there these they this those three two uncle unknown was were"
                  + " when where who wife with woman women")
              .split(" "));

  private static final Set<String> MONTHS =
      Arrays.stream(Month.values())
          .map(month -> inLowerCase(month.getDisplayName(TextStyle.FULL, Locale.UK)))
          .collect(Collectors.toSet());

  /** The previous and new assignee of a reassigned task, who may not have acted in the case. */
  private static final Pattern ASSIGNEES = Pattern.compile("(?m)^(?:From|To): (.+)$");

  private static final Pattern REPEATED_GAPS =
      Pattern.compile(Pattern.quote(LEFT_OUT) + "(?: " + Pattern.quote(LEFT_OUT) + ")+");

  /** Sections that are only about other people, or that this class writes differently. */
  private static final Set<String> EXCLUDED_SECTIONS = Set.of("Linked cases", "Letters");

  /** The value before a correction, such as the name of a former lead professional. */
  private static final Pattern OLD_VALUE =
      Pattern.compile(": (.+?)" + RegisterUpdates.CORRECTED_TO);

  private static final Pattern SEPARATORS = Pattern.compile("[\\s,;:/()\"“”]+");
  private static final Pattern PUNCTUATION =
      Pattern.compile("^[^\\p{L}\\p{N}]+|['’]s$|[^\\p{L}\\p{N}]+$");
  private static final Pattern USER_ID_OR_NUMBER =
      Pattern.compile("[a-z0-9]+\\.[a-z0-9.]+|\\d{5,}");

  private static final int MIN_NAME_LENGTH = 3;
  private static final int MAX_CELL_LENGTH = 60;

  private final CaseAccess access;
  private final CaseRecord records;
  private final CodeNames names;
  private final CaseHeader headers;
  private final Officers officers;
  private final Letters letters;
  private final RegisterUpdates updates;
  private final CaseClock clock;
  private final Set<String> groups;

  SubjectAccess(
      CaseAccess access,
      CaseRecord records,
      CodeNames names,
      CaseHeader headers,
      Officers officers,
      Letters letters,
      RegisterUpdates updates,
      CaseClock clock,
      @Value("${nrm.subject-access.groups}") Set<String> groups) {
    this.access = access;
    this.records = records;
    this.names = names;
    this.headers = headers;
    this.officers = officers;
    this.letters = letters;
    this.updates = updates;
    this.clock = clock;
    this.groups = Set.copyOf(groups);
  }

  /** Whether the person may export the case: by role, and if they may read all of it. */
  boolean mayExport(Viewer viewer, String caseNumber) {
    return viewer.isInAnyOf(groups) && access.mayReadAllLetters(viewer, caseNumber);
  }

  /**
   * The content for the template, of a case that the viewer may export. The export is recorded in
   * the register.
   */
  @Transactional
  public Map<String, Object> export(String caseNumber, Viewer viewer) {
    updates.addEntry(
        caseNumber,
        RegisterEvent.entry(EntryKind.SUBJECT_ACCESS).from(clock.today()).officer(viewer.userId()));
    RecordedCase recorded = records.read(caseNumber, viewer);
    List<Section> sections = new ArrayList<>(records.sections(recorded, viewer));
    sections.removeIf(section -> EXCLUDED_SECTIONS.contains(section.heading()));
    sections.add(fileSection(recorded.file()));
    sections.add(letterList(letters.of(caseNumber)));
    sections.add(lettersToPerson(letters.of(caseNumber)));
    Set<String> others = namesOfOthers(recorded);
    Map<String, Object> model =
        records.model(
            recorded,
            headers.state(recorded.overview()),
            sections.stream().map(section -> redacted(others, section)).toList());
    model.put("export", true);
    model.put("marking", Organisations.PERSONAL);
    model.put("leftOut", LEFT_OUT);
    return model;
  }

  private Section fileSection(CaseFileContent file) {
    Lines lines = new Lines("Everything in the file");
    file.fields()
        .fieldNames()
        .forEachRemaining(
            key -> {
              String value = names.value(file, key);
              if (FIELDS_ABOUT_OTHERS.contains(key)) {
                lines.fact(names.question(key), value.isEmpty() ? "" : LEFT_OUT);
              } else if (value.length() > MAX_CELL_LENGTH) {
                lines.fact(names.question(key), "", value);
              } else {
                lines.fact(names.question(key), value);
              }
            });
    return lines.section();
  }

  /** A list of the letters; a recipient who reported the case isn't named. */
  private static Section letterList(List<Letter> written) {
    Lines lines = new Lines("Letters", "Dated", "Letter", "To");
    written.forEach(
        letter ->
            lines.row(
                Cell.of(BritishDate.orEmpty(letter.dated())),
                Cell.of(letter.title() + (letter.minuteEnclosed() ? ", minute enclosed" : "")),
                Cell.of(
                    letter.addressee() == Addressee.FIRST_RESPONDER
                        ? LEFT_OUT
                        : letter.addresseeName())));
    return lines.section();
  }

  private Section lettersToPerson(List<Letter> written) {
    Lines lines = new Lines("Letters to the person or their representative");
    written.stream()
        .filter(letter -> letter.addressee() == Addressee.PERSON_OR_REPRESENTATIVE)
        .forEach(
            letter ->
                lines.fact(BritishDate.orEmpty(letter.dated()), letter.title(), text(letter)));
    return lines.section();
  }

  /** The rest of the copy has to be made in time, even if a letter can't be opened. */
  private String text(Letter letter) {
    try {
      return letters.text(letter);
    } catch (IllegalStateException e) {
      LOG.error("Letter {} is missing from a copy for the person", letter.id(), e);
      return "This letter can't be opened. Ask your system administrator before you send the copy.";
    }
  }

  /** The names and addresses of others, whole and in parts; the longest first. */
  private Set<String> namesOfOthers(RecordedCase recorded) {
    Set<String> acting = recorded.officers();
    Set<String> own =
        Stream.of("childNames", "childAlsoKnownAs")
            .flatMap(key -> names(recorded.file().text(key)))
            .map(SubjectAccess::inLowerCase)
            .collect(Collectors.toSet());
    // The name of an office may have a place in it that the local authority is called after, or
    // through which the child came, too.
    String office = recorded.file().text("firstResponderOffice");
    Set<String> places =
        Stream.of(
                names.council(recorded.nrmCase().localAuthority()),
                recorded.file().text("portOfEntry"))
            .flatMap(place -> Stream.concat(Stream.of(place), names(place)))
            .map(SubjectAccess::inLowerCase)
            .collect(Collectors.toSet());
    Stream<String> former =
        recorded.events(EntryKind.CORRECTED).stream()
            .filter(correction -> FIELDS_ABOUT_OTHERS.contains(correction.code()))
            .flatMap(correction -> OLD_VALUE.matcher(correction.detail()).results())
            .map(found -> found.group(1))
            .filter(value -> !value.equals(RegisterUpdates.NOTHING));
    Stream<String> assigned =
        recorded.events(EntryKind.NOTE, EntryKind.AUTHORITY_NOTE).stream()
            .filter(note -> RegisterUpdates.REASSIGNED.equals(note.code()))
            .flatMap(note -> ASSIGNEES.matcher(note.detail()).results())
            .map(found -> found.group(1))
            .filter(value -> value.endsWith(")")); // not the team
    return Stream.of(
            officers.acting(acting).allNames(acting).stream(),
            FIELDS_ABOUT_OTHERS.stream()
                .filter(key -> !key.equals(AGENCY))
                .map(recorded.file()::text),
            former,
            assigned)
        .flatMap(texts -> texts)
        .flatMap(
            text ->
                Stream.concat(
                        Stream.of(text.strip()),
                        names(text).filter(part -> !own.contains(inLowerCase(part))))
                    .filter(part -> !text.equals(office) || !places.contains(inLowerCase(part))))
        .filter(text -> text.length() >= MIN_NAME_LENGTH && !isOrdinary(text))
        .sorted(Comparator.comparing(String::length).reversed())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The parts of a text about someone that may name or contact them. */
  private static Stream<String> names(String text) {
    return SEPARATORS
        .splitAsStream(text)
        .map(part -> PUNCTUATION.matcher(part).replaceAll(""))
        .filter(
            part ->
                part.length() >= MIN_NAME_LENGTH
                    && (Character.isUpperCase(part.codePointAt(0))
                        || part.indexOf('@') > 0
                        || USER_ID_OR_NUMBER.matcher(part).matches()));
  }

  private static boolean isOrdinary(String word) {
    return ORDINARY_WORDS.contains(inLowerCase(word));
  }

  private static String inLowerCase(String text) {
    return text.toLowerCase(Locale.UK);
  }

  private static Section redacted(Set<String> others, Section section) {
    boolean byOfficers = section.columns().contains("By");
    List<Row> rows =
        section.rows().stream()
            .map(
                row -> {
                  List<Cell> cells = new ArrayList<>();
                  for (int i = 0; i < row.cells().size(); i++) {
                    Cell cell = row.cells().get(i);
                    boolean officer =
                        byOfficers && i == row.cells().size() - 1 && !cell.text().isEmpty()
                            || i > 0 && OFFICERS.contains(row.head().text());
                    cells.add(
                        officer
                            ? Cell.of(LEFT_OUT)
                            : new Cell(
                                redacted(others, cell.text()), redacted(others, cell.quote()), ""));
                  }
                  return new Row(cells);
                })
            .toList();
    return new Section(section.heading(), section.columns(), rows);
  }

  private static String redacted(Set<String> others, String text) {
    String left = text;
    for (String other : others) {
      // the month of a date isn't the name of someone called May
      boolean month = MONTHS.contains(inLowerCase(other));
      // "SMITH" is Smith, but "will" isn't Will.
      int first = other.offsetByCodePoints(0, 1);
      left =
          Pattern.compile(
                  (month ? "(?<!\\d )" : "")
                      + "(?<![\\p{L}\\p{N}])"
                      + Pattern.quote(other.substring(0, first))
                      + "(?iu:"
                      + Pattern.quote(other.substring(first))
                      + ")"
                      + "(?![\\p{L}\\p{N}])"
                      + (month ? "(?! \\d)" : ""))
              .matcher(left)
              .replaceAll(Matcher.quoteReplacement(LEFT_OUT));
    }
    return REPEATED_GAPS.matcher(left).replaceAll(Matcher.quoteReplacement(LEFT_OUT));
  }
}
