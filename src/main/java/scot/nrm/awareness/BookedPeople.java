package scot.nrm.awareness;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who a booking is for, and who made it.
 *
 * @param group the people who come together
 * @param spareNames further names, one a line as they were written, in the order in which they get
 *     spare places
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

    /** The same person, however the name was typed. */
    String key() {
      return (name.strip().replaceAll("\\s+", " ") + "\n" + email.strip()).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return "Person";
    }
  }

  /** The group, whatever the order of its people. */
  Set<String> keys() {
    return group.stream().map(Person::key).collect(Collectors.toSet());
  }

  /** Nobody's name, so that a careless log line does not tell it. */
  @Override
  public String toString() {
    return "People[" + group.size() + ", " + spareNames.size() + "]";
  }
}
