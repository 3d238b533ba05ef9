package scot.nrm.letters;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * A letter as the register of letters has it (D38).
 *
 * @param id part of its address
 * @param code such as {@code NRM 03}; empty where it has none
 * @param addresseeName an organisation, or what a private person is in the case; never a private
 *     person's name
 * @param council the local authority that it went to, if it went to one
 * @param sender the competent authority that writes: {@code UKHTC} or {@code UKBA}
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
    String sender,
    LocalDate dated,
    boolean minuteEnclosed,
    DeliveryState delivery,
    String deliveryNote) {

  /** What no code is known for says so in the register, and nothing on the letter. */
  static final String NO_CODE_KNOWN = "no code known";

  /** Where the name of a template says too little to whoever reads a list of letters. */
  private static final Map<String, String> IN_WORDS =
      Map.of(
          "asylum-told", "asylum colleagues told",
          "copy-reminder", "reminder about the UKBA copy",
          "direct-referral-reminder", "reminder to confirm the NRM form",
          "hand-over-to-ukba", "handover to UKBA",
          "hand-over-to-ukhtc", "handover to UKHTC");

  /**
   * The name of a template in words, such as {@code handover to UKBA}; of one with a code, {@code
   * NRM 03}.
   */
  public static String inWords(String template) {
    String words = IN_WORDS.getOrDefault(template, template.replace('-', ' '));
    return words.startsWith("nrm ") ? "NRM" + words.substring(3) : words;
  }

  /** For lists of letters: the code, or the template's name in words where it has none. */
  public String title() {
    String words = inWords(template);
    words = Character.toUpperCase(words.charAt(0)) + words.substring(1);
    return code.isEmpty() || code.equals(NO_CODE_KNOWN) ? words : code;
  }

  /** The signed-in address at which it opens, for those who may read it. */
  public String address() {
    return Delivery.address(this);
  }
}
