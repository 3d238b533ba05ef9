package scot.nrm.age;

import org.springframework.stereotype.Component;
import scot.nrm.age.SupportProviders.SupportProvider;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;
import scot.nrm.register.Register;

/** The matching support provider for adults, with its contact details (D7). */
@Component("showSupportProvider")
class SupportProviderFormText implements FormText {

  private final SupportProviders providers;
  private final Register register;

  SupportProviderFormText(SupportProviders providers, Register register) {
    this.providers = providers;
    this.register = register;
  }

  @Override
  public String text(CaseOfForm shown) {
    return register
        .find(shown.caseNumber())
        .map(
            nrmCase -> {
              SupportProvider provider = providers.of(shown.file(), nrmCase.localAuthority());
              StringBuilder text =
                  new StringBuilder("**Matching support provider**\n\n")
                      .append(Markdown.escape(provider.name()));
              provider.contact().forEach(line -> text.append("\n\n").append(Markdown.escape(line)));
              return text.toString();
            })
        .orElse("");
  }
}
