package scot.nrm.casefile;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scot.nrm.calendar.BritishDate;
import scot.nrm.engine.StoredCode;

/**
 * The facts that show that two cases are about the same child (D12): the Home Office reference, and
 * a name or an alias together with a date of birth. Names are compared as {@link PersonName} spells
 * them.
 */
public final class MatchFacts {

  /** The compared fields, with both dates of birth: the one given and the one found (D7). */
  static final Set<String> FIELDS =
      Set.of(
          "homeOfficeReference",
          "childNames",
          "childAlsoKnownAs",
          "childDateOfBirth",
          "foundDateOfBirth");

  private static final Pattern BETWEEN_ALIASES = Pattern.compile("[,;\\n]");
  private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s,;/()]+");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern BORN =
      Pattern.compile("\\b(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4})\\b");
  private static final Pattern DIGIT = Pattern.compile("\\d");

  private MatchFacts() {}

  /** A fact that identifies a child, and its code in the register. Names match aliases too. */
  public enum Kind implements StoredCode {
    HOME_OFFICE_REFERENCE("home-office-reference"),
    NAME("name-and-date-of-birth"),
    ALIAS("name-and-date-of-birth");

    private final String what;

    Kind(String what) {
      this.what = what;
    }

    String what() {
      return what;
    }
  }

  /** One fact, in its normalised spelling. */
  record Fact(Kind kind, String value) {

    /** Omits the value, so that it can't leak into a log. */
    @Override
    public String toString() {
      return "Fact[" + kind + "]";
    }
  }

  /** The facts in the file; empty if it has nothing that can be compared. */
  static Set<Fact> of(CaseFileContent file) {
    Set<Fact> facts = new LinkedHashSet<>();
    String reference = reference(file.text("homeOfficeReference"));
    if (!reference.isEmpty()) {
      facts.add(new Fact(Kind.HOME_OFFICE_REFERENCE, reference));
    }
    for (LocalDate day : born(file)) {
      names(Stream.of(file.text("childNames")))
          .forEach(name -> facts.add(new Fact(Kind.NAME, name + " " + day)));
      names(BETWEEN_ALIASES.splitAsStream(file.text("childAlsoKnownAs")))
          .forEach(alias -> facts.add(new Fact(Kind.ALIAS, alias + " " + day)));
    }
    return facts;
  }

  private static List<LocalDate> born(CaseFileContent file) {
    return Stream.of("childDateOfBirth", "foundDateOfBirth")
        .flatMap(key -> file.date(key).stream())
        .distinct()
        .toList();
  }

  /** Whether this is the child's date of birth, as given or as found (D7), in ISO format. */
  public static boolean isBornOn(CaseFileContent file, String day) {
    return born(file).stream().anyMatch(known -> known.toString().equals(day));
  }

  /** Whether this is the child's Home Office reference; false if the file has none. */
  public static boolean isReference(CaseFileContent file, String typed) {
    String known = reference(file.text("homeOfficeReference"));
    return !known.isEmpty() && known.equals(reference(typed));
  }

  /** Whether a field has a reference, and not words such as "not known", which have no digit. */
  public static boolean hasReference(CaseFileContent file, String key) {
    return !reference(file.text(key)).isEmpty();
  }

  /**
   * The facts in a search text: a Home Office reference, or a name with a date of birth such as
   * {@code 23/07/1994}. A name alone is not enough, because too many children share one.
   */
  static Set<Fact> searched(String typed) {
    Set<Fact> facts = new LinkedHashSet<>();
    Matcher born = BORN.matcher(typed);
    if (born.find()) {
      String name = PersonName.of(born.replaceFirst(" ")).spelling();
      BritishDate.parse(born.group().replaceAll("[.-]", "/"))
          .filter(day -> !name.isEmpty())
          .ifPresent(day -> facts.add(new Fact(Kind.NAME, name + " " + day)));
    } else if (!reference(typed).isEmpty()) {
      facts.add(new Fact(Kind.HOME_OFFICE_REFERENCE, reference(typed)));
    }
    return facts;
  }

  private static Stream<String> names(Stream<String> typed) {
    return typed
        .flatMap(MatchFacts::inEachScript)
        .map(name -> PersonName.of(name).spelling())
        .filter(name -> !name.isEmpty());
  }

  /** The whole name, and what is written in each script where there are several. */
  private static Stream<String> inEachScript(String name) {
    Collection<String> scripts =
        BETWEEN_WORDS
            .splitAsStream(name)
            .filter(word -> script(word) != null)
            .collect(Collectors.groupingBy(MatchFacts::script, Collectors.joining(" ")))
            .values();
    return scripts.size() > 1 ? Stream.concat(Stream.of(name), scripts.stream()) : Stream.of(name);
  }

  private static UnicodeScript script(String word) {
    return word.codePoints()
        .filter(Character::isLetter)
        .mapToObj(UnicodeScript::of)
        .filter(script -> script != UnicodeScript.COMMON)
        .findFirst()
        .orElse(null);
  }

  /**
   * A reference in its normalised spelling. Empty if it has no digit: <em>unknown</em> and
   * <em>applied for</em> are not references and would match unrelated children.
   */
  static String reference(String typed) {
    String plain =
        PUNCTUATION
            .matcher(withoutMarks(withoutMarks(typed).toUpperCase(Locale.ROOT)))
            .replaceAll("");
    return DIGIT.matcher(plain).find() ? plain : "";
  }

  private static String withoutMarks(String text) {
    return MARKS.matcher(Normalizer.normalize(text, Form.NFKD)).replaceAll("");
  }
}
