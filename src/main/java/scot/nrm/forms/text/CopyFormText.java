package scot.nrm.forms.text;

import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What a UKBA copy says. UKBA doesn't see what the local authority writes meanwhile (D9): a copy is
 * a pre-alert.
 */
@Component("showCopy")
public class CopyFormText implements FormText {

  private static final String[] FIELDS = {
    "childNames", "childAlsoKnownAs", "childDateOfBirth", "childEstimatedAge",
    "childSex", "childNationalities", "childLocation", "immediateDanger",
    "homeOfficeReference", "portOfEntry", "dateOfEntry", "documentsSeen",
    "concernDescription", "firstEncounterDate", "firstEncounterPlace", "firstResponderAgency",
    "firstResponderName", "firstResponderPhone"
  };

  @Override
  public String name() {
    return "showCopy";
  }

  @Override
  public String text(ShownCase shown) {
    return ReferralFormText.summary(shown, List.of(FIELDS)::contains);
  }
}
