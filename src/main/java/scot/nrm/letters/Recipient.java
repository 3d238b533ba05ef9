package scot.nrm.letters;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.letters.Organisations.Organisation;

/**
 * Where a letter goes: an organisation, its team, and the officer there who knows the child. Everything about the
 * child is left aside here, so that nothing can be addressed to a child (D37).
 *
 * @param name the organisation's name on the day of the letter
 * @param attention an officer's name; empty where none is known. On the letter only, not in the register
 * @param email the team's address for the notice that a letter is ready, if there is one
 */
record Recipient(String name, String team, List<String> address, String attention, Optional<String> email) {

  static Recipient of(
      Addressee addressee,
      String localAuthority,
      CaseFileContent file,
      Organisations organisations,
      LocalDate dated) {
    return switch (addressee) {
      case LOCAL_AUTHORITY ->
          of(organisations.council(localAuthority), dated, file.text("leadProfessionalName"));
      case POLICE ->
          of(organisations.policeForce(file.text("policeForce"), localAuthority), dated, "");
      case FIRST_RESPONDER -> firstResponder(localAuthority, file, organisations, dated);
      case UKHTC, UKBA, UKBA_ASYLUM, CHILDRENS_REPORTER -> of(organisations.authority(addressee.id()), dated, "");
    };
  }

  private static Recipient of(Organisation organisation, LocalDate dated, String attention) {
    return new Recipient(
        organisation.nameOn(dated), organisation.team(), organisation.address(), attention,
        address(organisation.email()));
  }

  /** The office that reported the concern. A police force is named as the list has it. */
  private static Recipient firstResponder(
      String localAuthority, CaseFileContent file, Organisations organisations, LocalDate dated) {
    String office = file.text("firstResponderOffice");
    String attention = file.text("firstResponderName");
    Optional<String> email = address(file.text("firstResponderEmail"));
    if (file.is("firstResponderAgency", "police")) {
      Recipient force = of(organisations.policeForce(file.text("policeForce"), localAuthority), dated, attention);
      return new Recipient(
          force.name(), office.isEmpty() ? force.team() : office, force.address(), attention,
          email.or(force::email));
    }
    return new Recipient(office.isEmpty() ? "The first responder" : office, "", List.of(), attention, email);
  }

  private static Optional<String> address(String email) {
    return Optional.of(email.strip()).filter(text -> text.indexOf('@') > 0);
  }
}
