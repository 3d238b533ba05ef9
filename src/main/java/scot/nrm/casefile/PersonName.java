package scot.nrm.casefile;

import com.ibm.icu.text.Transliterator;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A person's name, normalised for comparison: its words in any order, without case or accents,
 * transliterated into Latin letters where possible. <em>Иван</em> and <em>Ivan</em> are the same
 * name, and so are <em>Nguyễn Thị Đào-Hà</em> and <em>dao ha, NGUYEN THI</em>.
 */
public record PersonName(Set<String> parts) {

  private static final Transliterator PLAIN =
      Transliterator.getInstance(
          "Lower; NFKD; [:M:] Remove; Any-Latin; Lower; NFKD; [:M:] Remove; "
              + "Latin-ASCII; NFKD; [:M:] Remove; Lower");

  /** Removed from names: O'Brien is OBrien. All others but letters and digits separate words. */
  private static final Pattern APOSTROPHES = Pattern.compile("['’‘ʼʻʹ`´]");

  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

  public static PersonName of(String name) {
    String plain = APOSTROPHES.matcher(PLAIN.transliterate(name)).replaceAll("");
    return new PersonName(
        BETWEEN
            .splitAsStream(plain)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** The words in a fixed order, so that the same names are equal. */
  String spelling() {
    return parts.stream().sorted().collect(Collectors.joining(" "));
  }

  /**
   * Whether this may be the person with these names. It prefers a false match to a missed one: part
   * of the person's names is enough, and a title makes no difference. Words that can't be written
   * in Latin letters are not compared.
   */
  public boolean mayBe(PersonName names, PersonName alsoKnownAs) {
    Set<String> all = new HashSet<>(names.parts);
    all.addAll(alsoKnownAs.parts);
    return all.containsAll(latin()) || has(names) || has(alsoKnownAs);
  }

  private boolean has(PersonName other) {
    return !other.latin().isEmpty() && parts.containsAll(other.latin());
  }

  private Set<String> latin() {
    return parts.stream()
        .filter(part -> part.chars().allMatch(letter -> letter < 128))
        .collect(Collectors.toSet());
  }
}
