package scot.nrm.cockpit.casepage;

import java.util.List;
import org.springframework.stereotype.Component;
import scot.nrm.cockpit.casepage.CaseWork.Instance;
import scot.nrm.engine.CaseClock;
import scot.nrm.register.CaseOverview;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;

/** The names of the stages that have begun and not ended. */
@Component
public class CurrentStages {

  private final Register register;
  private final CaseWork work;
  private final CaseClock clock;

  CurrentStages(Register register, CaseWork work, CaseClock clock) {
    this.register = register;
    this.work = work;
    this.clock = clock;
  }

  /** Of a case in the register. */
  public List<String> of(String caseNumber) {
    return of(caseNumber, work.instances(caseNumber));
  }

  List<String> of(String caseNumber, List<Instance> instances) {
    return of(register.find(caseNumber).orElseThrow(), instances);
  }

  /** After its last day, the reflection period is only open for its review (D20, D21). */
  List<String> of(RegisterCase nrmCase, List<Instance> instances) {
    boolean over = new CaseOverview(nrmCase, clock.now()).isReflectionOver();
    return instances.stream()
        .filter(Instance::called)
        .filter(Instance::isOpen)
        .map(
            stage ->
                over && stage.key().equals("reflection-period")
                    ? CaseOverview.REVIEW
                    : CaseTimelineBuilder.name(stage))
        .distinct()
        .toList();
  }
}
