package scot.nrm.awareness;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who a booking is for, and who made it.
 *
 * @param group the people who attend together
 * @param spareNames further names, one a line, in the order in which they get spare places
 */
public record BookedPeople(
    String bookerName,
    String bookerEmail,
    String bookerPhone,
    List<Person> group,
    List<String> spareNames) {

  public BookedPeople {
    group = List.copyOf(group);
    spareNames = List.copyOf(spareNames);
  }

  public record Person(String name, String email, String address, String phone) {

    boolean canBeContacted() {
      return !email.isEmpty() || !phone.isEmpty();
    }

    /** Identifies the person, however the name was typed. */
    String key() {
      return comparable(name) + "\n" + comparable(email);
    }

    String inOneLine() {
      return joined(name, email, phone, address);
    }

    @Override
    public String toString() {
      return "Person";
    }
  }

  /** The same for each way to type it: é is one character or two. */
  static String comparable(String typed) {
    return Normalizer.normalize(typed, Normalizer.Form.NFKC)
        .strip()
        .replaceAll("\\s+", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** With other details of one person of the group, counted from 0. */
  BookedPeople with(int index, Person person) {
    List<Person> changed = new ArrayList<>(group);
    changed.set(index, person);
    return new BookedPeople(bookerName, bookerEmail, bookerPhone, changed, spareNames);
  }

  String booker() {
    return joined(bookerName, bookerEmail, bookerPhone);
  }

  private static String joined(String... parts) {
    return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
  }

  /** Identifies the group, in any order. */
  Set<String> keys() {
    return group.stream().map(Person::key).collect(Collectors.toSet());
  }

  /** Without names, so that a careless log line doesn't reveal them. */
  @Override
  public String toString() {
    return "People[" + group.size() + ", " + spareNames.size() + "]";
  }
}
