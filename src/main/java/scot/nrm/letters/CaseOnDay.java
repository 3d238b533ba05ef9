package scot.nrm.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authorities.Duty;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.register.Outcome;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;

/**
 * A case on the day of its letters. It is read again for each letter, so that the letter goes to
 * the local authority that has the case that day (D41), and to the person once they are an adult
 * (D7).
 *
 * @param day the date of the letter
 */
record CaseOnDay(
    RegisterCase nrmCase, CaseFileContent file, LocalDate day, Authorities authorities) {

  /** Whether the person is an adult on the day of the letter (D7). */
  boolean adult() {
    return Adulthood.isAdult(file, day);
  }

  /** The suspended stage (D35), otherwise the current one, or the one decided last. */
  Stage stage() {
    if (nrmCase.now().suspendedStage() != null) {
      return nrmCase.now().suspendedStage();
    }
    return nrmCase.reasonableGrounds().outcome() == Outcome.POSITIVE
        ? Stage.CONCLUSIVE_GROUNDS
        : Stage.REASONABLE_GROUNDS;
  }

  /**
   * The authority that decides the current stage: conclusive grounds after positive reasonable
   * grounds, before that reasonable grounds. Empty until the case has its route (D13).
   */
  Optional<Authority> decidingAuthority() {
    return Optional.ofNullable(nrmCase.authority(stage()))
        .or(() -> Optional.ofNullable(nrmCase.rgAuthority()));
  }

  /**
   * The authority that is notified of what happens (D34): the one that decides, or until the case
   * has its route, the one that has a copy (D9), otherwise the one that logs the NRM form once it
   * was sent (D12).
   */
  Optional<Authority> notifiedAuthority() {
    return decidingAuthority()
        .or(
            () ->
                Optional.ofNullable(nrmCase.now().ukbaCopyOn()).map(copy -> with(Duty.IMMIGRATION)))
        .or(
            () ->
                Optional.ofNullable(nrmCase.now().referralSentAt()).map(sent -> with(Duty.INTAKE)));
  }

  Authority with(Duty duty) {
    return nrmCase.with(duty, authorities, day);
  }

  String nameOf(Duty duty) {
    return authorities.name(with(duty), day);
  }

  /** The same case with another file. */
  CaseOnDay withFile(ObjectNode fields) {
    return new CaseOnDay(nrmCase, new CaseFileContent(fields), day, authorities);
  }
}
