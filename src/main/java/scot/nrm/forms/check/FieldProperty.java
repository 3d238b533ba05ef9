package scot.nrm.forms.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the custom properties of a field mean, which policy staff set in Camunda Modeler's form
 * editor. A property that is not among them is refused.
 */
public enum FieldProperty {
  PROCESS(
      "yes",
      "The value also goes to the process, for gateways, timers and tables. Only for choices, numbers, ticks, dates and the case number. Everything else goes to the child's encrypted file.",
      "yes"),
  PREFILL("no", "Empty each time the form opens.", "no"),
  DATE("past", "Refused when it is in the future.", "past"),
  NOT_BEFORE(
      "the key of another date",
      "Refused when it is before that date: a field of this form, of the child's file or of the process."),
  FROM("a day, such as 2009-04-01", "Refused when it is before that day (D8)."),
  DAYS_AHEAD(
      "a number of days, such as 365",
      "Refused when it is more than this many days after today, so that a slip in the year is noticed."),
  DEFAULT(
      "today, today+14, today+limitNewTarget or sent",
      "Filled in with today's date, or a later one, if no date is known yet. With sent, a date or time is filled in with when the NRM form was sent; where that isn't known, a date with today's."),
  NOTE(
      "everyone or authorities",
      "The answer is part of the note that this form leaves in the record and the timeline: read by everyone who may read the case, or only by the competent authorities and the NRM manager. What a local authority writes, it can always read again.",
      FormField.NOTE_FOR_EVERYONE,
      FormField.NOTE_FOR_AUTHORITIES),
  PEOPLE(
      "a role, such as la-lead-professional",
      "The members of that team are offered before the field's own option, which must be not-listed."),
  NAME(
      "the key of another field", "With people: that field gets the name of the chosen colleague."),
  TELEPHONE(
      "the key of another field",
      "With people: that field gets the colleague's telephone number, if it is left blank."),
  EMAIL(
      "the key of another field",
      "With people: that field gets the colleague's e-mail address, if it is left blank."),
  PRINT("no", "Left out of the printed NRM form.", "no"),
  SHARED(
      "yes",
      "Often the same for brothers and sisters. Someone who has just sent this form can copy the answer into the form of the next child.",
      "yes");

  private final String value;
  private final String meaning;
  private final Set<String> allowed;

  FieldProperty(String value, String meaning, String... allowed) {
    this.value = value;
    this.meaning = meaning;
    this.allowed = Set.of(allowed);
  }

  /** The name in the form: {@code notBefore}. */
  public String id() {
    String[] words = name().toLowerCase(Locale.ROOT).split("_");
    return words.length == 1
        ? words[0]
        : words[0] + Character.toUpperCase(words[1].charAt(0)) + words[1].substring(1);
  }

  /** What its value is, in words. */
  public String value() {
    return value;
  }

  public String meaning() {
    return meaning;
  }

  /** The only values that it can have; empty if {@link FormLint} has a rule of its own. */
  Set<String> allowed() {
    return allowed;
  }

  /** The property of a name; empty if there is none. */
  static Optional<FieldProperty> of(String id) {
    return Arrays.stream(values()).filter(property -> property.id().equals(id)).findFirst();
  }
}
