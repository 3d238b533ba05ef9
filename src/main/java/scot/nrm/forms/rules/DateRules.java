package scot.nrm.forms.rules;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.calendar.LocalDay;
import scot.nrm.forms.check.Errors;
import scot.nrm.forms.check.FieldProperty;
import scot.nrm.forms.check.FormField;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.forms.check.FormRule;
import scot.nrm.forms.check.FormSubmission;

/**
 * Checks the order of dates, which policy staff set as custom properties of a date field: {@link
 * FieldProperty}.
 *
 * <p>The dates that deadlines and decisions depend on are checked whatever the form's properties,
 * so that a revised form can't lose the check.
 */
@Component
public class DateRules implements FormRule {

  /** The start of the National Referral Mechanism (D8). */
  static final LocalDate NRM_START = LocalDate.of(2009, 4, 1);

  private static final Set<String> NEVER_IN_THE_FUTURE =
      Set.of(
          new String[] {
            "concernDate", "firstEncounterDate", "referralDate", "referralReceivedDate",
            "childDateOfBirth", "rgDecisionDate", "cgDecisionDate", "leaveGrantDate",
            "leaveRenewalGrantDate", "notReferredDate", "ageFindingDate", "foundDateOfBirth"
          });

  /** D8. */
  private static final Set<String> NOT_BEFORE_NRM_START =
      Set.of("concernDate", "referralDate", "referralReceivedDate");

  /** A decision comes after the contact with the local authority (D17) and others (D26). */
  private static final Map<String, List<String>> NOT_BEFORE =
      Map.of(
          "referralReceivedDate", List.of("referralDate"),
          "rgDecisionDate", List.of("referralReceivedDate", "localAuthorityContactedDate"),
          "cgDecisionDate",
              List.of(
                  "rgDecisionDate",
                  "firstResponderConsultedDate",
                  "policeConsultedDate",
                  "localAuthorityConsultedDate"));

  /** Dates whose labels don't say which date it is outside their own form. */
  private static final Map<String, String> LABELS_IN_OTHER_FORMS =
      Map.of(
          "rgDecisionDate", "the decision on reasonable grounds",
          "cgDecisionDate", "the decision on conclusive grounds",
          "notReferredDate", "the decision not to refer the child");

  private final FormLabels labels;

  DateRules(FormLabels labels) {
    this.labels = labels;
  }

  @Override
  public void check(FormSubmission submission, Errors errors) {
    submission.form().fields().values().stream()
        .filter(FormField::isDate)
        .forEach(
            field ->
                submission
                    .submitted()
                    .date(field.key())
                    .ifPresent(day -> check(field, day, submission, errors)));
  }

  private void check(FormField field, LocalDate day, FormSubmission submission, Errors errors) {
    String key = field.key();
    if ((field.property("date").equals("past") || NEVER_IN_THE_FUTURE.contains(key))
        && day.isAfter(submission.today())) {
      errors.field(key, "must not be in the future");
    }
    latest(field, submission.today())
        .filter(day::isAfter)
        .ifPresent(
            last ->
                errors.field(
                    key,
                    "must not be after %s, which is %s days from today: check the year"
                        .formatted(BritishDate.of(last), field.property("daysAhead"))));
    earliest(field)
        .filter(day::isBefore)
        .ifPresent(
            from ->
                errors.field(
                    key, "must not be before " + BritishDate.of(from) + explanation(from)));
    checkNotBefore(field.property("notBefore"), key, day, submission, errors);
    NOT_BEFORE
        .getOrDefault(key, List.of())
        .forEach(other -> checkNotBefore(other, key, day, submission, errors));
  }

  private static Optional<LocalDate> earliest(FormField field) {
    String from = field.property("from");
    if (from.isEmpty()) {
      return NOT_BEFORE_NRM_START.contains(field.key()) ? Optional.of(NRM_START) : Optional.empty();
    }
    return LocalDay.parse(from); // FormLint reports what is none to the person who deploys the form
  }

  private static Optional<LocalDate> latest(FormField field, LocalDate today) {
    String days = field.property("daysAhead");
    return FormField.DAYS.matcher(days).matches() // FormLint reports anything else
        ? Optional.of(today.plusDays(Integer.parseInt(days)))
        : Optional.empty();
  }

  private static String explanation(LocalDate from) {
    return from.equals(NRM_START) ? ", when the National Referral Mechanism began" : "";
  }

  private void checkNotBefore(
      String other, String key, LocalDate day, FormSubmission submission, Errors errors) {
    if (!other.isEmpty()) {
      submission
          .date(other)
          .filter(day::isBefore)
          .ifPresent(
              earliest -> errors.field(key, Errors.notBefore(named(other, submission), earliest)));
    }
  }

  private String named(String key, FormSubmission submission) {
    if (!submission.form().fields().containsKey(key) && LABELS_IN_OTHER_FORMS.containsKey(key)) {
      return LABELS_IN_OTHER_FORMS.get(key);
    }
    String label =
        submission.form().fields().containsKey(key)
            ? submission.form().label(key)
            : labels.label(key);
    return label.matches("Date .*|.* date")
        ? "the " + label.substring(0, 1).toLowerCase(Locale.UK) + label.substring(1)
        : "“" + label + "”";
  }
}
