package scot.nrm.letters;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.ImmigrationFacts;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.letters.LetterTable.Row;
import scot.nrm.letters.Organisations.Organisation;
import scot.nrm.letters.SigningOfficers.SigningOfficer;
import scot.nrm.pages.PdfWriter;
import scot.nrm.pages.Templates;
import scot.nrm.pages.Templates.Filled;
import scot.nrm.register.CaseOutcome;
import scot.nrm.register.Outcome;
import scot.nrm.register.Register.Decision;
import scot.nrm.register.RemovalHold;
import scot.nrm.register.Stage;

/** Writes one letter from its template. */
@Component
class LetterWriter {

  private static final String UNNAMED = "Sir or Madam";

  /** The placeholders of every letter; the last three are in lists. */
  private static final String[] COMMON_PLACEHOLDERS = {
    "addressLines", "asylumClaimed", "backToIntake",
    "byTheFacts", "caseNumber", "cgPositive",
    "child", "child.alsoKnownAs", "child.dateOfBirth",
    "child.estimatedAge", "child.names", "endedNegatively",
    "faithfully", "footer", "from-immigration-authority",
    "immigrationAuthority", "leadProfessional", "leadProfessional.name",
    "leadProfessional.phone", "leaveConsidered", "letterDate",
    "localAuthorityName", "marking", "mayNeedPermission",
    "missingFacts", "nextAuthority", "officer",
    "officer.name", "officer.role", "reconsidered",
    "removalHeld", "rgDecided", "rgPositive",
    "salutation", "scriptsWithoutFont", "sender",
    "sender.address", "sender.email", "sender.name",
    "sender.phone", "sender.team", "stage",
    "title", "toImmigration", "who",
    ".", "-first", "-last"
  };

  private final Templates templates;
  private final PdfWriter pdf;

  LetterWriter(Templates templates, PdfWriter pdf) {
    this.templates = templates;
    this.pdf = pdf;
  }

  /**
   * The content of a letter.
   *
   * @param officer the officer who signs the letter; empty if only the team does
   * @param immigrationAuthority the name, on that day, of the authority that receives copies
   * @param intakeAuthority the name, on that day, of the authority that logs NRM forms
   * @param marking the protective marking on that day, such as {@code RESTRICTED}
   * @param decision the decision that the letter is about, or {@code null}
   * @param next the authority that decides on conclusive grounds; {@code null} if not known yet
   * @param dates dates of the case by the names that templates use
   * @param leaveConsidered whether leave to remain is considered after the decision (D29)
   */
  record Content(
      String code,
      Addressee addressee,
      Recipient recipient,
      Organisation sender,
      Optional<SigningOfficer> officer,
      String immigrationAuthority,
      String intakeAuthority,
      String marking,
      String localAuthorityName,
      CaseOnDay onDay,
      Authority next,
      Decision decision,
      Map<String, LocalDate> dates,
      boolean minuteEnclosed,
      boolean leaveConsidered) {}

  /** Whether anyone reads the letters that it writes. */
  boolean isEnabled() {
    return pdf.isEnabled();
  }

  /** The letter as XHTML; empty if nobody reads it. */
  String write(String template, Content content) {
    if (!isEnabled()) {
      return "";
    }
    Map<String, Object> model = model(content);
    model.put("title", title(template, content));
    if (content.recipient().mayNameTheChild()) {
      CaseFileContent file = content.onDay().file();
      List<String> scripts =
          pdf.scriptsWithoutFont(file.text("childNames") + file.text("childAlsoKnownAs"));
      model.put("scriptsWithoutFont", String.join(", ", scripts));
    }
    String xhtml = templates.letter(template, model, content.onDay().day());
    pdf.check(xhtml, describe(template));
    return xhtml;
  }

  /** The PDF of a letter that {@link #write} has written. */
  byte[] pdf(String template, String xhtml) {
    return pdf.write(xhtml, describe(template));
  }

  private static String describe(String template) {
    return "letter " + template;
  }

  /** The title of the PDF. It has no person's name, because viewers and printers show it. */
  private static String title(String template, Content content) {
    String letter = content.code().startsWith("NRM") ? content.code() : Letter.inWords(template);
    return "%s: %s, to %s, %s"
        .formatted(
            content.onDay().nrmCase().caseNumber(),
            letter,
            Recipient.inText(content.recipient().registerName()),
            BritishDate.of(content.onDay().day()));
  }

  static Map<String, Object> model(Content content) {
    CaseOnDay onDay = content.onDay();
    CaseFileContent file = onDay.file();
    Recipient recipient = content.recipient();
    String code = content.code().equals(Letter.NO_CODE_KNOWN) ? "" : content.code();
    Map<String, Object> model = new HashMap<>();
    content.dates().forEach((name, date) -> model.put(name, BritishDate.of(date)));
    model.put("letterDate", BritishDate.of(onDay.day()));
    model.put("caseNumber", onDay.nrmCase().caseNumber());
    model.put("code", code);
    model.put("footer", onDay.nrmCase().caseNumber());
    model.put("addressLines", recipient.addressLines());
    model.put("marking", marking(content));
    model.put("sender", sender(content));
    content
        .officer()
        .ifPresent(
            officer ->
                model.put("officer", Map.of("name", officer.name(), "role", officer.role())));
    model.put("immigrationAuthority", content.immigrationAuthority());
    boolean fromImmigration =
        content.sender().nameOn(onDay.day()).equals(content.immigrationAuthority());
    boolean toImmigration = recipient.name().equals(content.immigrationAuthority());
    boolean backToIntake = fromImmigration && recipient.name().equals(content.intakeAuthority());
    model.put("from-immigration-authority", fromImmigration);
    model.put("toImmigration", toImmigration);
    model.put("backToIntake", backToIntake);
    model.put("byTheFacts", !toImmigration && !backToIntake);
    model.put("nextAuthority", content.next() == null ? "" : content.next().fullName());
    model.put("localAuthorityName", content.localAuthorityName());
    model.put("child", recipient.mayNameTheChild() ? child(file) : Map.of());
    // Letters call an adult "the person", because a child may come of age during a case (D7).
    model.put("adult", onDay.adult());
    model.put("who", onDay.adult() ? "person" : "child");
    model.put("stage", onDay.stage().label());
    model.put("rgPositive", onDay.stage() == Stage.CONCLUSIVE_GROUNDS);
    model.put("rgDecided", BritishDate.orEmpty(onDay.nrmCase().reasonableGrounds().decidedOn()));
    model.put("cgPositive", onDay.nrmCase().conclusiveGrounds().outcome() == Outcome.POSITIVE);
    CaseOutcome outcome = onDay.nrmCase().caseOutcome();
    model.put("endedNegatively", outcome != null && outcome != CaseOutcome.RECOGNISED);
    model.put("reconsidered", onDay.nrmCase().now().reconsideredStage() == onDay.stage());
    model.put("removalHeld", onDay.nrmCase().removalHold() == RemovalHold.ON);
    model.put("asylumClaimed", ImmigrationFacts.isAsylumClaimed(file));
    model.put("mayNeedPermission", mayNeedPermission(onDay));
    model.put("leaveConsidered", content.leaveConsidered());
    model.put("missingFacts", file.text("missingFacts"));
    model.put(
        "leadProfessional",
        Map.of(
            "name", file.text("leadProfessionalName"),
            "phone", file.text("leadProfessionalPhone")));
    for (Addressee addressee : Addressee.values()) {
      model.put("to-" + addressee.id(), addressee == content.addressee());
    }
    model.put("to-council", recipient.council().isPresent());
    model.put("to-private-person", recipient.isPrivatePerson());
    String salutation = salutation(content);
    model.put("salutation", salutation);
    model.put("faithfully", salutation.equals(UNNAMED));
    model.put(
        "to-any-police",
        content.addressee() == Addressee.POLICE
            || content.addressee() == Addressee.FIRST_RESPONDER
                && file.is("firstResponderAgency", "police"));
    model.put("minuteEnclosed", content.minuteEnclosed());
    if (content.decision() != null) {
      model.put("decision", decision(content.decision()));
      if (content.minuteEnclosed()) {
        model.put("reasons", content.decision().reasons());
      }
      LocalDate end = content.dates().get("reflectionEnd");
      if (end != null && content.decision().stage() == Stage.REASONABLE_GROUNDS) {
        model.put("reflectionDays", ChronoUnit.DAYS.between(content.decision().date(), end));
      }
    }
    return model;
  }

  /**
   * Whether the person may need permission to stay. UK nationals don't, nor do EEA nationals who
   * need no removal hold, for whom "no leave to be granted" is recorded without a decision (D29,
   * D32).
   */
  private static boolean mayNeedPermission(CaseOnDay onDay) {
    return !ImmigrationFacts.isUkNational(onDay.file())
        && onDay.nrmCase().removalHold() != RemovalHold.NOT_NEEDED;
  }

  /**
   * Whether {@link #model} has a value for a placeholder in the letter of a row on an occasion.
   *
   * @param adult whether the person of the case is an adult
   */
  static Filled filled(String placeholder, String occasion, Row row, boolean adult) {
    Optional<Stage> decided = LetterOccasion.decidedStage(occasion);
    return switch (placeholder) {
      case "adult" -> alwaysIf(adult);
      case "minuteEnclosed", "reasons" -> alwaysIf(row.minuteEnclosed());
      case "code" -> alwaysIf(!row.code().isEmpty() && !row.code().equals(Letter.NO_CODE_KNOWN));
      case "reflectionDays" ->
          alwaysIf(occasion.equals(LetterOccasion.POSITIVE_REASONABLE_GROUNDS));
      case "decision", "decision.date", "decision.title", "decision.outcome" ->
          alwaysIf(decided.isPresent());
      case "decision.reasonableGrounds" ->
          alwaysIf(decided.equals(Optional.of(Stage.REASONABLE_GROUNDS)));
      case "decision.conclusiveGrounds" ->
          alwaysIf(decided.equals(Optional.of(Stage.CONCLUSIVE_GROUNDS)));
      case "decision.positive" -> alwaysIf(decided.isPresent() && occasion.endsWith("positive"));
      case "decision.negative" -> alwaysIf(decided.isPresent() && occasion.endsWith("negative"));
      case "to-council" -> alwaysOrSometimes(row, Addressee.LOCAL_AUTHORITY, Addressee.WHO_ASKED);
      case "to-any-police" -> alwaysOrSometimes(row, Addressee.POLICE, Addressee.FIRST_RESPONDER);
      case "to-private-person" ->
          alwaysOrSometimes(row, Addressee.PERSON_OR_REPRESENTATIVE, Addressee.WHO_ASKED);
      default ->
          placeholder.startsWith("to-")
              ? alwaysIf(placeholder.equals("to-" + row.addressee().id()))
              : List.of(COMMON_PLACEHOLDERS).contains(placeholder)
                      || LetterOccasion.mayHaveDate(placeholder, occasion)
                  ? Filled.SOMETIMES
                  : Filled.NEVER;
    };
  }

  private static Filled alwaysIf(boolean isFilled) {
    return isFilled ? Filled.ALWAYS : Filled.NEVER;
  }

  private static Filled alwaysOrSometimes(Row row, Addressee always, Addressee sometimes) {
    return row.addressee() == sometimes ? Filled.SOMETIMES : alwaysIf(row.addressee() == always);
  }

  /** The marking at the head and foot of every page, never in the envelope's window. */
  private static String marking(Content content) {
    return content.recipient().isPrivatePerson()
        ? Organisations.PERSONAL
        : Organisations.marking(content.marking(), content.onDay().adult());
  }

  private static Map<String, Object> child(CaseFileContent file) {
    // A date that a finding on age has replaced is no longer mentioned.
    boolean found = !file.text("ageFinding").isEmpty();
    String dateOfBirth =
        file.date(found ? "foundDateOfBirth" : "childDateOfBirth").map(BritishDate::of).orElse("");
    return Map.of(
        "names",
        file.text("childNames"),
        "alsoKnownAs",
        file.text("childAlsoKnownAs"),
        "dateOfBirth",
        dateOfBirth,
        "estimatedAge",
        found || !dateOfBirth.isEmpty() ? "" : file.text("childEstimatedAge"));
  }

  /**
   * The salutation: the person's name without the job title after it; a colleague in another agency
   * without a known name is addressed as a colleague. A solicitor's firm, and anyone else without a
   * known name, is Sir or Madam.
   */
  private static String salutation(Content content) {
    Recipient recipient = content.recipient();
    if (!recipient.attention().isEmpty()) {
      return recipient.attention().replaceFirst("\\s*,\\s*\\p{Ll}.*", "");
    }
    if (!recipient.isPrivatePerson()) {
      return "colleague";
    }
    boolean firm =
        content.addressee() == Addressee.WHO_ASKED
            && content.onDay().file().is("reconsiderationAskedBy", "legal-representative");
    return firm || recipient.name().equals(recipient.registerName()) ? UNNAMED : recipient.name();
  }

  /** The team, with the officer's own telephone number and email address if known. */
  private static Map<String, Object> sender(Content content) {
    Organisation sender = content.sender();
    return Map.of(
        "name",
        sender.nameOn(content.onDay().day()),
        "team",
        sender.team(),
        "address",
        sender.address(),
        "phone",
        content
            .officer()
            .map(SigningOfficer::phone)
            .filter(phone -> !phone.isEmpty())
            .orElse(sender.phone()),
        "email",
        content
            .officer()
            .map(SigningOfficer::email)
            .filter(email -> !email.isEmpty())
            .orElse(sender.email()));
  }

  private static Map<String, Object> decision(Decision decision) {
    boolean reasonableGrounds = decision.stage() == Stage.REASONABLE_GROUNDS;
    return Map.of(
        "date",
        BritishDate.of(decision.date()),
        "title",
        decision.stage().label(),
        "outcome",
        decision.outcome().id(),
        "reasonableGrounds",
        reasonableGrounds,
        "conclusiveGrounds",
        !reasonableGrounds,
        "positive",
        decision.outcome() == Outcome.POSITIVE,
        "negative",
        decision.outcome() == Outcome.NEGATIVE);
  }
}
