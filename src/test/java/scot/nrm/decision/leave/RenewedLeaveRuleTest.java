package scot.nrm.decision.leave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static scot.nrm.forms.check.Submissions.CASE;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.forms.check.Submissions;
import scot.nrm.register.InventedCase;
import scot.nrm.register.Register;

@Tag("quick")
class RenewedLeaveRuleTest {

  private final Register register = mock(Register.class);

  @BeforeEach
  void leaveWasGrantedForAYear() {
    InventedCase known = new InventedCase();
    known.leaveDecidedOn = LocalDate.of(2009, 3, 2);
    known.leaveExpiresOn = LocalDate.of(2010, 3, 2);
    when(register.find(CASE)).thenReturn(Optional.of(known.build()));
  }

  private List<String> refusals(String renewed, String granted, String expires) {
    return Submissions.refusals(
        new RenewedLeaveRule(register),
        Submissions.of(
            "prepare-leave-renewal",
            "{'leaveRenewed': '%s', 'leaveRenewalGrantDate': '%s', 'leaveRenewalExpiryDate': '%s'}"
                .formatted(renewed, granted, expires),
            Map.of()));
  }

  @Test
  void d29ARenewalIsGrantedNoEarlierAndExpiresLaterThanTheFirstLeave() {
    assertThat(refusals("yes", "2009-03-02", "2010-03-03")).isEmpty();
    assertThat(refusals("yes", "2009-03-01", "2010-03-02"))
        .hasSize(2)
        .anySatisfy(
            refusal ->
                assertThat(refusal)
                    .endsWith(": must not be before leave was first granted (2 March 2009)."))
        .anySatisfy(
            refusal ->
                assertThat(refusal)
                    .endsWith(": must be after the current expiry date (2 March 2010)."));
  }

  @Test
  void d29DatesAreIgnoredIfLeaveIsNotRenewed() {
    assertThat(refusals("no", "2009-03-01", "2010-03-02")).isEmpty();
    assertThat(refusals("yes", "", "")).isEmpty();
  }
}
