package scot.nrm.letters;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A letter as the register of letters has it (D38).
 *
 * @param id part of its address
 * @param code such as {@code NRM 03}; empty where it has none
 * @param addresseeName an organisation, or what a private person is in the case; never a private person's name
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

  /** For lists of letters: the code, or the template's name in words where it has none. */
  public String title() {
    String words = Character.toUpperCase(template.charAt(0)) + template.substring(1).replace('-', ' ');
    if (code.isEmpty()) {
      return words;
    }
    return code.equals(NO_CODE_KNOWN) ? words + " (" + NO_CODE_KNOWN + ")" : code;
  }

  /** The signed-in address at which it opens, for those who may read it. */
  public String address() {
    return Delivery.address(this);
  }
}
