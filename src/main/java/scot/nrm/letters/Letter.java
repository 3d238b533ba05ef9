package scot.nrm.letters;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.springframework.util.StringUtils;

/**
 * A letter in the register of letters (D38).
 *
 * @param id its id, also in its URL
 * @param code such as {@code NRM 03}; may be empty
 * @param addresseeName the name of an organisation, or a private person's role in the case; never
 *     their name
 * @param council the local authority that received it, if any
 * @param force the id of the police force that received it, if any: forces may share a name
 * @param sender the code of the competent authority that sends it, such as {@code UKHTC}
 */
public record Letter(
    String id,
    String caseNumber,
    String occasion,
    String code,
    String template,
    Addressee addressee,
    String addresseeName,
    Optional<String> council,
    Optional<String> force,
    String sender,
    LocalDate dated,
    boolean minuteEnclosed,
    DeliveryState delivery,
    String deliveryNote) {

  /** The code in the register for letters without a known code; not printed. */
  static final String NO_CODE_KNOWN = "no code known";

  /**
   * The note of a letter to the person that is sent care of the local authority, because no address
   * of the person or their representative is on file and the case owner has chosen this (D7).
   */
  public static final String NO_POSTAL_ADDRESS = "no-postal-address";

  /** The text for templates whose name isn't clear enough in a list of letters. */
  private static final Map<String, String> IN_WORDS =
      Map.of(
          "asylum-colleagues", "asylum colleagues notified",
          "copy-reminder", "reminder about the {{authority.immigration.short}} copy",
          "direct-referral-reminder", "reminder to confirm the NRM form",
          "transfer", "transfer of the case");

  /** The name of a template in words, such as {@code transfer of the case} or {@code NRM 03}. */
  public static String inWords(String template) {
    String words = IN_WORDS.getOrDefault(template, template.replace('-', ' '));
    return words.startsWith("nrm ") ? "NRM" + words.substring(3) : words;
  }

  /** Whether the letter doesn't say where to post it. */
  public boolean lacksOffice() {
    return addresseeName.equals(Recipient.FIRST_RESPONDER_WITHOUT_OFFICE);
  }

  /** The title in lists of letters: the code, otherwise the template's name in words. */
  public String title() {
    return code.isEmpty() || code.equals(NO_CODE_KNOWN)
        ? StringUtils.capitalize(inWords(template))
        : code;
  }

  public String addresseeInText() {
    return Recipient.inText(addresseeName);
  }

  /**
   * The name of its file, such as {@code NRM-2009-7Q4X-8KD9 NRM 03 Glasgow City Council
   * 2014-12-31.pdf}. It has only characters that every system allows, and no person's name.
   */
  String fileName() {
    String name = "%s %s %s %s".formatted(caseNumber, title(), addresseeName, dated);
    return Normalizer.normalize(name.replaceAll("\\{\\{[^}]*}}", ""), Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^A-Za-z0-9 -]+", " ")
            .replaceAll(" +", " ")
        + ".pdf";
  }

  /** Its URL, for people who are signed in and may read it. */
  public String address() {
    return "/nrm/cases/" + caseNumber + "/letters/" + id + ".pdf";
  }
}
