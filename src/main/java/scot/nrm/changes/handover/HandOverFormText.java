package scot.nrm.changes.handover;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.access.Councils;
import scot.nrm.calendar.BritishDate;
import scot.nrm.forms.text.FormText;
import scot.nrm.forms.text.Markdown;
import scot.nrm.register.EntryKind;
import scot.nrm.register.Register;

/** The request for a handover to another local authority, and its answer (D41). */
@Configuration
class HandOverFormText {

  /** For the local authority that receives the request. */
  @Bean
  FormText showHandOver(Register register, Councils councils) {
    return shown ->
        register
            .latest(shown.caseNumber(), EntryKind.HAND_OVER_ASKED)
            .map(
                asked ->
                    "**The handover**\n\n"
                        + register
                            .find(shown.caseNumber())
                            .map(
                                nrmCase ->
                                    Markdown.item("From", name(councils, nrmCase.localAuthority())))
                            .orElse("")
                        + Markdown.item("Date of the move", BritishDate.of(asked.from()))
                        + "\n"
                        + Markdown.quote(asked.detail())
                        + "\n\n")
            .orElse("");
  }

  /** For the local authority that has the case. */
  @Bean
  FormText showReturnedHandOver(Register register, Councils councils) {
    return shown ->
        register
            .latest(shown.caseNumber(), EntryKind.HAND_OVER_RETURNED)
            .map(
                answer ->
                    Markdown.item("Returned by", name(councils, answer.code()))
                        + Markdown.item("Returned on", BritishDate.of(answer.from()))
                        + "\n"
                        + Markdown.quote(answer.detail())
                        + "\n\n")
            .orElse("");
  }

  private static String name(Councils councils, String id) {
    return Markdown.escape(councils.name(id));
  }
}
