package scot.nrm.casefile;

import com.ibm.icu.text.Transliterator;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The parts of a name, in no order, without accents, in Latin letters: names of children are
 * written in many ways.
 */
public record PersonName(Set<String> parts) {

  private static final Transliterator PLAIN =
      Transliterator.getInstance("Any-Latin; Latin-ASCII; Lower");

  public static PersonName of(String name) {
    return new PersonName(
        Arrays.stream(PLAIN.transliterate(name).split("[^a-z0-9]+"))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * Whether this may be the person of these names. Rather once too often than once too seldom: a
   * part of the person's names is enough, and a title beside them does not hide them.
   */
  public boolean mayBe(PersonName names, PersonName alsoKnownAs) {
    Set<String> all = new HashSet<>(names.parts);
    all.addAll(alsoKnownAs.parts);
    return all.containsAll(parts) || has(names) || has(alsoKnownAs);
  }

  private boolean has(PersonName other) {
    return !other.isEmpty() && parts.containsAll(other.parts);
  }
}
