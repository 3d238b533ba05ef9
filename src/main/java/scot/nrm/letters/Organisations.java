package scot.nrm.letters;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.stereotype.Component;
import scot.nrm.access.Councils;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.FormsCheck;
import scot.nrm.engine.authorities.DatedName;
import scot.nrm.engine.sets.SetData;
import scot.nrm.forms.check.OptionLists;

/**
 * The organisations that send and receive letters, from {@code config/organisations.yaml}. Ids
 * never change; if an organisation is renamed, its new name is added to the file with its first
 * day.
 */
@ConfigurationProperties("nrm.organisations")
public final class Organisations extends SetData<Organisations.Listed> {

  /** Instead of the protective marking, on anything sent to a private person. */
  public static final String PERSONAL = "PERSONAL";

  /**
   * @param authorities the competent authorities and other national organisations, by id
   * @param policeForces the police forces, by the id that the forms use
   * @param councils the councils, by id, which is also the tenant
   * @param markings the government's protective markings for documents about a child, with their
   *     first days
   */
  public Organisations(
      @DefaultValue Map<String, Organisation> authorities,
      @DefaultValue Map<String, Organisation> policeForces,
      @DefaultValue Map<String, Organisation> councils,
      @DefaultValue List<DatedName> markings) {
    super(new Listed(authorities, policeForces, councils, markings));
  }

  /** The content of the two files. */
  record Listed(
      Map<String, Organisation> authorities,
      Map<String, Organisation> policeForces,
      Map<String, Organisation> councils,
      List<DatedName> markings) {

    /**
     * @throws IllegalArgumentException if a name can't be used
     */
    Listed {
      List<String> problems = new ArrayList<>(DatedName.problems("markings", markings));
      Stream.of(policeForces, councils)
          .flatMap(some -> some.entrySet().stream())
          .forEach(
              one -> problems.addAll(DatedName.problems(one.getKey(), one.getValue().names())));
      if (!problems.isEmpty()) {
        throw new IllegalArgumentException(
            "The file config/organisations.yaml cannot be used:\n" + String.join("\n", problems));
      }
    }
  }

  /** The authorities and other national organisations, by id. */
  Map<String, Organisation> authorities() {
    return get().authorities();
  }

  /** The police forces, by the id that the forms use. */
  Map<String, Organisation> policeForces() {
    return get().policeForces();
  }

  /** The local authorities, by id. */
  Map<String, Organisation> councils() {
    return get().councils();
  }

  /**
   * The protective marking on a day, such as {@code RESTRICTED: concerns a child}.
   *
   * @param adult whether the person is an adult on that day (D7)
   */
  public String markingOn(LocalDate day, boolean adult) {
    return marking(markingOn(day), adult);
  }

  /** The marking's first word on a day, such as {@code RESTRICTED}. */
  String markingOn(LocalDate day) {
    return nameOn(get().markings(), day);
  }

  static String marking(String word, boolean adult) {
    return word + ": concerns a " + (adult ? "person at risk" : "child");
  }

  /** An authority such as {@code UKHTC}; named by its id if it isn't listed. */
  public Organisation authority(String id) {
    return get().authorities().getOrDefault(id.toLowerCase(Locale.ROOT), Organisation.named(id));
  }

  /** A council; named by its id if it isn't listed. */
  public Organisation council(String id) {
    return councils().getOrDefault(id, Organisation.named(id));
  }

  /** The force named on the form, or the council's force; never fails. */
  public Organisation policeForce(String namedOnForm, String council) {
    String id = forceId(namedOnForm, council);
    return policeForces()
        .getOrDefault(id, Organisation.named(id.isBlank() ? "The police force of the area" : id));
  }

  /** The id of that force; blank if the council isn't listed. */
  String forceId(String namedOnForm, String council) {
    return namedOnForm.isBlank() ? council(council).policeForce() : namedOnForm;
  }

  /** The id of the force of a first responder who is the police, or of the council's force. */
  String forceOfFirstResponder(CaseFileContent file, String council) {
    return forceId(Recipient.forceOfFirstResponder(file), council);
  }

  /**
   * One organisation.
   *
   * @param names its names, in any order
   * @param team the team that opens letters
   * @param address the lines of the postal address
   * @param email the team's address for the notice that a letter is ready; may be empty
   * @param phone the telephone number in letters
   * @param policeForce the id of a council's force
   */
  public record Organisation(
      @DefaultValue List<DatedName> names,
      @DefaultValue("") String team,
      @DefaultValue List<String> address,
      @DefaultValue("") String email,
      @DefaultValue("") String phone,
      @DefaultValue("") String policeForce) {

    static Organisation named(String name) {
      return new Organisation(
          List.of(new DatedName(LocalDate.MIN, name, "", "")), "", List.of(), "", "", "");
    }

    /** Whether a reader of its letters can write and telephone. */
    public boolean hasContactDetails() {
      return !address.isEmpty() && !phone.isBlank();
    }

    /** The name on a day; the first name if the day is earlier. */
    public String nameOn(LocalDate day) {
      return Organisations.nameOn(names, day);
    }
  }

  /**
   * Refuses a set that lacks an organisation to which letters may be sent: a letter would have its
   * id instead of its name and address, and would reach nobody.
   */
  @Component
  static final class OrganisationsCheck implements FormsCheck.SetCheck {

    private static final String FORCES = "police-forces";

    private final Organisations organisations;
    private final Councils councils;
    private final OptionLists lists;

    OrganisationsCheck(Organisations organisations, Councils councils, OptionLists lists) {
      this.organisations = organisations;
      this.councils = councils;
      this.lists = lists;
    }

    @Override
    public List<String> problems(Map<String, byte[]> files) {
      Collection<String> forces = organisations.policeForces().keySet();
      return Stream.of(
              missing(
                  "authorities",
                  organisations.authorities().keySet(),
                  Stream.of(Addressee.UKBA_ASYLUM, Addressee.CHILDRENS_REPORTER)
                      .map(Addressee::id)),
              missing(
                  "councils",
                  organisations.councils().keySet(),
                  councils.councils().stream().map(Councils.Council::id)),
              missing(
                  FORCES,
                  forces,
                  lists.lists().getOrDefault(FORCES, List.of()).stream()
                      .map(OptionLists.Option::value)),
              organisations.councils().entrySet().stream()
                  .filter(council -> !forces.contains(council.getValue().policeForce()))
                  .map(
                      council ->
                          "config/organisations.yaml: %s has %s. Write one of %s."
                              .formatted(
                                  council.getKey(),
                                  council.getValue().policeForce().isEmpty()
                                      ? "no police-force"
                                      : "the police-force %s, which isn't there"
                                          .formatted(council.getValue().policeForce()),
                                  forces.stream().sorted().collect(Collectors.joining(", ")))),
              Stream.of(
                      organisations.authorities(),
                      organisations.policeForces(),
                      organisations.councils())
                  .flatMap(some -> some.entrySet().stream())
                  .flatMap(one -> problems(one.getKey(), one.getValue())))
          .flatMap(problems -> problems)
          .toList();
    }

    private static Stream<String> problems(String id, Organisation organisation) {
      List<String> problems = new ArrayList<>();
      if (organisation.names().isEmpty()) {
        problems.add(
            "The organisation %s has no name. Write one under names, with its first day, such as { from: 2009-04-01, name: Sample Police }."
                .formatted(id));
      }
      if (!organisation.email().matches("|[^@\\s]+@[^@\\s]+")) {
        problems.add(
            "The organisation %s has the email %s, which is no address. Write it like team@example.gov.uk."
                .formatted(id, organisation.email()));
      }
      return problems.stream();
    }

    private static Stream<String> missing(
        String kind, Collection<String> there, Stream<String> needed) {
      return needed
          .filter(id -> !there.contains(id))
          .map(
              id ->
                  "config/organisations.yaml has no %s under %s. A letter to it would have the id instead of its name and address. Add it there."
                      .formatted(id, kind));
    }
  }

  private static String nameOn(List<DatedName> names, LocalDate day) {
    return DatedName.on(names, day).map(DatedName::name).orElse("");
  }
}
