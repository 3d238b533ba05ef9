package scot.nrm.forms.text;

import java.util.Set;
import org.springframework.stereotype.Component;

/** The lead professional and their telephone number, for someone who has to ask them. */
@Component("showLeadProfessional")
public class LeadProfessionalFormText implements FormText {

  private static final Set<String> FIELDS = Set.of("leadProfessionalName", "leadProfessionalPhone");

  @Override
  public String name() {
    return "showLeadProfessional";
  }

  @Override
  public String text(ShownCase shown) {
    return ReferralFormText.summary(shown, FIELDS::contains);
  }
}
