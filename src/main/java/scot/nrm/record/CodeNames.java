package scot.nrm.record;

import java.time.LocalDate;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.forms.check.FormLabels;
import scot.nrm.letters.Letter;
import scot.nrm.letters.Organisations;
import scot.nrm.register.EntryWords;
import scot.nrm.register.Outcome;
import scot.nrm.register.Stage;

/** The names of the register's codes in a record. A code without a name is shown unchanged. */
@Component
public class CodeNames implements EntryWords.Names {

  private final Organisations organisations;
  private final Authorities authorities;
  private final FormLabels labels;
  private final RouteDescriptions routes;
  private final CaseClock clock;

  CodeNames(
      Organisations organisations,
      Authorities authorities,
      FormLabels labels,
      RouteDescriptions routes,
      CaseClock clock) {
    this.organisations = organisations;
    this.authorities = authorities;
    this.labels = labels;
    this.routes = routes;
    this.clock = clock;
  }

  /** The protective marking of today's documents and pages about a child or an adult. */
  public String marking(boolean adult) {
    return organisations.markingOn(clock.today(), adult);
  }

  /** The name of a local authority today. */
  public String council(String id) {
    return council(id, null);
  }

  @Override
  public String council(String id, LocalDate day) {
    return id == null ? "" : organisations.council(id).nameOn(day == null ? clock.today() : day);
  }

  /** The authority's name on a day, with its short name; empty if there is no authority. */
  public String authority(Authority authority, LocalDate day) {
    return authority(StoredCode.id(authority), day);
  }

  /**
   * The authority's name on a day, or today for {@code null}, with its short name that day; empty
   * if the id is {@code null}.
   */
  public String authority(String id, LocalDate day) {
    return id == null ? "" : authorities.nameWithShort(id, day == null ? clock.today() : day);
  }

  @Override
  public String fillNames(String sentence, LocalDate day) {
    return authorities.fill(sentence, day == null ? clock.today() : day);
  }

  /** A text with its placeholders replaced by today's names of organisations. */
  public String named(String text) {
    return fillNames(text, null);
  }

  @Override
  public String route(String basis) {
    return routes.of(basis);
  }

  /** The label of a field's value in the forms. */
  public String option(String field, String value) {
    return value == null ? "" : labels.option(field, value);
  }

  /** A value in the file, worded as in a form. */
  String value(CaseFileContent file, String field) {
    return file.date(field)
        .map(BritishDate::orEmpty)
        .orElseGet(
            () ->
                file.list(field).stream()
                    .map(chosen -> option(field, chosen))
                    .collect(Collectors.joining(", ")));
  }

  @Override
  public String label(String field) {
    return labels.label(field);
  }

  /** The label of a field in its form, as a question. */
  String question(String field) {
    return labels.question(field);
  }

  @Override
  public String form(String id) {
    return labels.heading(id);
  }

  /** An outcome in the Scottish wording (D27). */
  @Override
  public String outcome(Stage stage, String outcome) {
    if (stage == Stage.CONCLUSIVE_GROUNDS && Outcome.POSITIVE.id().equals(outcome)) {
      return "positive: recognised as a victim of human trafficking";
    }
    if (stage == Stage.CONCLUSIVE_GROUNDS && Outcome.NEGATIVE.id().equals(outcome)) {
      return "negative: insufficient evidence to recognise the individual as a victim of human trafficking";
    }
    return EntryWords.words(outcome);
  }

  /** The kind of addressee of a letter; never their name. */
  @Override
  public String addressee(String kind) {
    return switch (kind) {
      case "ukba-asylum" -> "{{authority.immigration.the}}'s asylum colleagues";
      case "who-asked" -> "the applicant for reconsideration";
      case "person-or-representative" -> "the person or their representative";
      case "childrens-reporter" -> "the Children's Reporter";
      default -> "the " + EntryWords.words(kind);
    };
  }

  /** A letter by the name of its template, such as {@code NRM 03} or {@code review reminder}. */
  @Override
  public String letter(String template) {
    return template == null ? "" : Letter.inWords(template);
  }
}
