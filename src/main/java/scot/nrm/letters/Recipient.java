package scot.nrm.letters;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.PersonName;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.letters.Organisations.Organisation;
import scot.nrm.mail.ReporterAddresses;

/**
 * The recipient of a letter: an organisation, its team and the officer who knows the child; or one
 * of the two private persons who may get a letter, neither of whom is a child (D37). Only this
 * class builds an address from a case file.
 *
 * @param name the name in the letter's address
 * @param registerName the name in the register: the organisation's, or a private person's role in
 *     the case
 * @param attention an officer's name, on the letter only; may be empty
 * @param email the address for the notice that a letter is ready, if any
 * @param council the local authority that receives it, if any: its people may open the letter
 * @param force the id of the police force that receives it, if any: forces may share a name
 */
record Recipient(
    String name,
    String registerName,
    String team,
    List<String> address,
    String attention,
    Optional<String> email,
    Optional<String> council,
    Optional<String> force,
    boolean mayNameTheChild) {

  /** A recipient that isn't a police force. */
  Recipient(
      String name,
      String registerName,
      String team,
      List<String> address,
      String attention,
      Optional<String> email,
      Optional<String> council,
      boolean mayNameTheChild) {
    this(
        name,
        registerName,
        team,
        address,
        attention,
        email,
        council,
        Optional.empty(),
        mayNameTheChild);
  }

  /** The lines of 11 points that the window shows, wherever the sheet lies in the envelope. */
  private static final int LINES_IN_WINDOW = 6;

  /** Addresses for messages that aren't letters, such as the confirmation of a concern. */
  @Component
  static class FirstResponderAddresses implements ReporterAddresses {

    private final CaseFile files;

    FirstResponderAddresses(CaseFile files) {
      this.files = files;
    }

    @Override
    public Optional<String> of(String caseNumber) {
      return Recipient.email(files.read(caseNumber).text("firstResponderEmail"));
    }
  }

  static final String FORCE = "policeForce";

  /** The first responder's force, once the person's move makes it another {@link #FORCE} (D41). */
  static final String FORCE_OF_FIRST_RESPONDER = "firstResponderForce";

  /**
   * The local authority of a first responder who is its staff, set once the person has moved to
   * another one (D41) or their case was merged with one of another (D12).
   */
  static final String COUNCIL_OF_FIRST_RESPONDER = "firstResponderCouncil";

  /** The fields about the first responder that letters need. */
  static final Set<String> FIRST_RESPONDER =
      Set.of(
          "firstResponderAgency",
          "firstResponderOffice",
          "firstResponderName",
          "firstResponderEmail");

  static final String LOCAL_AUTHORITY_AGENCY = "local-authority";

  static final String THE_PERSON = "The person or their representative";
  static final String APPLICANT = "The applicant";

  /** A first responder of whom neither an agency with an address nor an office is on file. */
  static final String FIRST_RESPONDER_WITHOUT_OFFICE = "The first responder";

  private static final Pattern NO_ADDRESS =
      Pattern.compile(
          "(?i)\\b(withh[eo]ld|unknown|not known|not yet|not disclosed|not given|confidential|secret"
              + "|none|n/?a|refuge|no fixed|no address|homeless|missing|tbc|to be confirmed)\\b");

  private static final Pattern DIGIT = Pattern.compile("\\d");

  /** An e-mail address, or a telephone number of seven digits or more, with words around it. */
  private static final Pattern NOT_POSTAL =
      Pattern.compile(".*@.*|\\D*(\\d[ ()+./-]*){7,}(\\D+\\d{1,4})?\\D*");

  /** Entries in a field for a person that mean nobody. */
  private static final Set<String> NOBODY =
      Set.of(
          "",
          "-",
          "no",
          "none",
          "nobody",
          "n/a",
          "unknown",
          "not known",
          "not yet",
          "not applicable");

  /**
   * @throws IllegalStateException if the letter is for the person and they are a child on its day
   *     (D7, D37)
   */
  static Recipient of(Addressee addressee, CaseOnDay onDay, Organisations organisations) {
    CaseFileContent file = onDay.file();
    LocalDate day = onDay.day();
    return switch (addressee) {
      case LOCAL_AUTHORITY -> localAuthority(onDay, organisations);
      case POLICE -> police(onDay, organisations);
      case FIRST_RESPONDER -> firstResponder(onDay, organisations);
      case COMPETENT_AUTHORITY ->
          organisation(
              organisations.authority(
                  onDay.notifiedAuthority().orElseGet(() -> onDay.with(Duty.INTAKE)).id()),
              day);
      case UKBA_ASYLUM, CHILDRENS_REPORTER ->
          organisation(organisations.authority(addressee.id()), day);
      case WHO_ASKED -> applicant(onDay, organisations);
      case PERSON_OR_REPRESENTATIVE -> person(onDay, organisations);
    };
  }

  /**
   * The lines in the window of an envelope. A long address is joined with commas into one text that
   * wraps, so that as few lines as possible are hidden if the sheet slips.
   */
  List<String> addressLines() {
    List<String> lines =
        new ArrayList<>(
            Stream.of(attention.isEmpty() ? "" : "For the attention of " + attention, team, name)
                .filter(line -> !line.isEmpty())
                .toList());
    if (lines.size() + address.size() <= LINES_IN_WINDOW) {
      lines.addAll(address);
    } else {
      lines.add(String.join(", ", address));
    }
    return lines;
  }

  /** The register's name within a sentence: "to the applicant". */
  static String inText(String registerName) {
    return registerName.equals(THE_PERSON) || registerName.equals(APPLICANT)
        ? "t" + registerName.substring(1)
        : registerName;
  }

  boolean isPrivatePerson() {
    return registerName.equals(THE_PERSON) || registerName.equals(APPLICANT) && !mayNameTheChild;
  }

  private static Recipient organisation(Organisation organisation, LocalDate day) {
    return organisation(organisation, day, "", Optional.empty());
  }

  private static Recipient organisation(
      Organisation organisation, LocalDate day, String attention, Optional<String> council) {
    String name = organisation.nameOn(day);
    return new Recipient(
        name,
        name,
        organisation.team(),
        organisation.address(),
        attention,
        email(organisation.email()),
        council,
        true);
  }

  private static Recipient police(CaseOnDay onDay, Organisations organisations) {
    String named = onDay.file().text(FORCE);
    String council = onDay.nrmCase().localAuthority();
    return organisation(organisations.policeForce(named, council), onDay.day())
        .withForce(organisations.forceId(named, council));
  }

  private Recipient withForce(String id) {
    return new Recipient(
        name,
        registerName,
        team,
        address,
        attention,
        email,
        council,
        Optional.of(id).filter(force -> !force.isBlank()),
        mayNameTheChild);
  }

  /** The local authority that has the case on the day of the letter (D41). */
  private static Recipient localAuthority(CaseOnDay onDay, Organisations organisations) {
    String id = onDay.nrmCase().localAuthority();
    return organisation(
        organisations.council(id),
        onDay.day(),
        onDay.file().text("leadProfessionalName"),
        Optional.of(id));
  }

  /** A local authority that has handed the case over: nobody leads for the child there (D41). */
  static Recipient formerLocalAuthority(String id, LocalDate day, Organisations organisations) {
    return organisation(organisations.council(id), day, "", Optional.of(id));
  }

  /** The office that reported the concern, with its agency if the name and address are known. */
  private static Recipient firstResponder(CaseOnDay onDay, Organisations organisations) {
    CaseFileContent file = onDay.file();
    String office = file.text("firstResponderOffice");
    String attention = file.text("firstResponderName");
    Optional<String> email = email(file.text("firstResponderEmail"));
    Organisation agency =
        switch (file.text("firstResponderAgency")) {
          case "police" ->
              organisations.policeForce(
                  forceOfFirstResponder(file), onDay.nrmCase().localAuthority());
          case "ukba" -> organisations.authority(onDay.with(Duty.IMMIGRATION).id());
          case LOCAL_AUTHORITY_AGENCY ->
              file.text(COUNCIL_OF_FIRST_RESPONDER).isEmpty()
                  ? null
                  : organisations.council(file.text(COUNCIL_OF_FIRST_RESPONDER));
          default -> null;
        };
    if (agency == null) {
      String name = office.isEmpty() ? FIRST_RESPONDER_WITHOUT_OFFICE : office;
      return new Recipient(name, name, "", List.of(), attention, email, Optional.empty(), true);
    }
    String name = agency.nameOn(onDay.day());
    return new Recipient(
            name,
            name,
            office.isEmpty() ? agency.team() : office,
            agency.address(),
            attention,
            email.or(() -> email(agency.email())),
            Optional.empty(),
            true)
        .withForce(
            file.is("firstResponderAgency", "police")
                ? organisations.forceOfFirstResponder(file, onDay.nrmCase().localAuthority())
                : "");
  }

  /** The id of the force of a first responder who is the police; may be empty. */
  static String forceOfFirstResponder(CaseFileContent file) {
    String own = file.text(FORCE_OF_FIRST_RESPONDER);
    return own.isEmpty() ? file.text(FORCE) : own;
  }

  /**
   * The local authority of a first responder who is its staff.
   *
   * @param council the one that has had the case since the concern, unless the file says otherwise
   */
  static String councilOfFirstResponder(CaseFileContent file, String council) {
    String own = file.text(COUNCIL_OF_FIRST_RESPONDER);
    return own.isEmpty() ? council : own;
  }

  /**
   * Whether the first responder is staff of the local authority that has the case, which gets its
   * letters. Staff of another one would not hear of them.
   */
  static boolean isFirstResponderOfLocalAuthority(CaseOnDay onDay) {
    String council = onDay.nrmCase().localAuthority();
    return onDay.file().is("firstResponderAgency", LOCAL_AUTHORITY_AGENCY)
        && councilOfFirstResponder(onDay.file(), council).equals(council);
  }

  /**
   * The applicant for reconsideration (D30). If that is the local authority, or could be the child,
   * the letter goes to the local authority (D37). Only an agency entitled to apply gets a letter
   * that names the child.
   */
  private static Recipient applicant(CaseOnDay onDay, Organisations organisations) {
    CaseFileContent file = onDay.file();
    String asked = file.text("reconsiderationAskedBy");
    String name = file.text("reconsiderationAskedByName");
    String address = file.text("reconsiderationAskedByAddress");
    Optional<String> email = email(file.text("reconsiderationAskedByEmail"));
    boolean postal = !address.isBlank() && !NO_ADDRESS.matcher(address).find();
    if (asked.equals(LOCAL_AUTHORITY_AGENCY)
        || !postal && email.isEmpty()
        || !onDay.adult() && mayBeTheChild(asked, name, file)) {
      return localAuthority(onDay, organisations);
    }
    boolean agency = asked.equals("referring-agency");
    return new Recipient(
        name.isEmpty() ? APPLICANT : name,
        APPLICANT,
        "",
        postal ? lines(address) : email.stream().toList(),
        "",
        email,
        Optional.empty(),
        agency);
  }

  private static boolean mayBeTheChild(String asked, String name, CaseFileContent file) {
    if (name.isEmpty()) {
      // an agency or a lawyer isn't the child, even without a name
      return !asked.equals("referring-agency") && !asked.equals("legal-representative");
    }
    return PersonName.of(name)
        .mayBe(
            PersonName.of(file.text("childNames")), PersonName.of(file.text("childAlsoKnownAs")));
  }

  /** The person, in care of their representative or at their own address. */
  private static Recipient person(CaseOnDay onDay, Organisations organisations) {
    if (!onDay.adult()) {
      throw new IllegalStateException(
          "A letter of %s would go to the person, who is a child or not known to be an adult on %s. Nothing is addressed to a child (D37): let the row of the table letters ask for an adult, and retry."
              .formatted(onDay.nrmCase().caseNumber(), onDay.day()));
    }
    CaseFileContent file = onDay.file();
    List<String> address = address(onDay, organisations);
    String name = file.text("childNames");
    return new Recipient(
        name.isEmpty() ? THE_PERSON : name,
        THE_PERSON,
        "",
        address,
        "",
        Optional.empty(),
        Optional.empty(),
        true);
  }

  /**
   * The address lines: care of the representative, with the representative's address or the
   * person's after the name; the person's own address; or if neither is on file, care of the local
   * authority's social work department, which knows where the person is.
   */
  private static List<String> address(CaseOnDay onDay, Organisations organisations) {
    List<String> address = addressOnFile(onDay.file());
    if (!address.isEmpty()) {
      return address;
    }
    Organisation council = organisations.council(onDay.nrmCase().localAuthority());
    return Stream.of(
            Stream.of("c/o " + council.nameOn(onDay.day())),
            Stream.of(council.team()).filter(team -> !team.isEmpty()),
            council.address().stream())
        .flatMap(lines -> lines)
        .toList();
  }

  /**
   * Whether a letter to the person waits for an address: none is on file, and the case owner has
   * not chosen the local authority instead (D7).
   */
  static boolean lacksAddress(CaseFileContent file) {
    return addressOnFile(file).isEmpty()
        && !file.is(WaitingLetters.KIND, WaitingLetters.LOCAL_AUTHORITY);
  }

  /**
   * The address of the representative, the one that a case owner found for an earlier letter, or
   * that of the person; empty if none can be used.
   */
  static List<String> addressOnFile(CaseFileContent file) {
    List<String> ofRepresentative = addressOfRepresentative(file);
    if (!ofRepresentative.isEmpty()) {
      return ofRepresentative;
    }
    if (file.is(WaitingLetters.KIND, WaitingLetters.OWN_ADDRESS)) {
      return postalAddress(file.text(WaitingLetters.ADDRESS));
    }
    List<String> name = postalLines(representative(file)).stream().limit(1).toList();
    List<String> own = postalAddress(file.text("placementAddress"));
    return own.isEmpty() || name.isEmpty()
        ? own
        : careOf(Stream.concat(name.stream(), own.stream()).toList());
  }

  /** That of the representative, or the one that a case owner found; empty if there is none. */
  static List<String> addressOfRepresentative(CaseFileContent file) {
    List<String> lines = addressAfterName(representative(file));
    if (lines.isEmpty() && file.is(WaitingLetters.KIND, WaitingLetters.REPRESENTATIVE)) {
      lines = addressAfterName(file.text(WaitingLetters.ADDRESS));
    }
    return lines.isEmpty() ? lines : careOf(lines);
  }

  private static List<String> careOf(List<String> address) {
    List<String> lines = new ArrayList<>(address);
    lines.set(0, "c/o " + lines.get(0));
    return lines;
  }

  /**
   * The lines of a postal address, which has a house number or a postcode; empty if there is none
   * or it is withheld.
   */
  static List<String> postalAddress(String text) {
    return postalAddress(text, 0);
  }

  /** The same, where the first line names someone: an office or a profession is no address. */
  static List<String> addressAfterName(String text) {
    return postalAddress(text, 1);
  }

  private static List<String> postalAddress(String text, int names) {
    List<String> lines = postalLines(text);
    boolean postal =
        !NO_ADDRESS.matcher(String.join(", ", lines)).find()
            && lines.stream().skip(names).anyMatch(line -> DIGIT.matcher(line).find());
    return postal ? lines : List.of();
  }

  private static List<String> postalLines(String text) {
    return lines(text).stream().filter(line -> !NOT_POSTAL.matcher(line).matches()).toList();
  }

  /** The representative in section I of the NRM form; empty if there is none. */
  private static String representative(CaseFileContent file) {
    return Stream.of(file.text("legalRepresentative"), file.text("guardian"))
        .filter(Recipient::namesSomeone)
        .findFirst()
        .orElse("");
  }

  /** One who comes before a guardian as the person's representative. */
  static boolean hasLegalRepresentative(CaseFileContent file) {
    return namesSomeone(file.text("legalRepresentative"));
  }

  private static boolean namesSomeone(String text) {
    return !NOBODY.contains(text.toLowerCase(Locale.ROOT).replaceAll("\\.$", ""));
  }

  /** The lines of an address in a single field. */
  private static List<String> lines(String address) {
    return Arrays.stream(address.split("[,;\\n]"))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static Optional<String> email(String email) {
    return Optional.of(email.strip()).filter(text -> text.indexOf('@') > 0);
  }
}
