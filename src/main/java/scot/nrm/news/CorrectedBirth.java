package scot.nrm.news;

import java.util.Set;
import org.springframework.stereotype.Component;
import scot.nrm.age.FollowComingOfAge;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.OnTheWay;
import scot.nrm.casefile.Register;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;

/**
 * Lets the coming of age follow a date of birth that was wrong (D7, D43). Who became an adult by the wrong date and is a
 * child by the right one is a child again: to leave it would leave a child without the protection that a child has.
 */
@Component
class CorrectedBirth {

  private final Register register;
  private final CaseFile file;
  private final OnTheWay onTheWay;
  private final CaseInstances instances;
  private final FollowComingOfAge comingOfAge;
  private final CaseClock clock;

  CorrectedBirth(
      Register register,
      CaseFile file,
      OnTheWay onTheWay,
      CaseInstances instances,
      FollowComingOfAge comingOfAge,
      CaseClock clock) {
    this.register = register;
    this.file = file;
    this.onTheWay = onTheWay;
    this.instances = instances;
    this.comingOfAge = comingOfAge;
    this.clock = clock;
  }

  void follow(String caseNumber, String officer) {
    boolean wasAdult = register.lock(caseNumber).now().adultFrom() != null;
    if (wasAdult && !Adulthood.isAdult(file.read(caseNumber), clock.today())) {
      onTheWay.childAgain(caseNumber, clock.today(), officer);
      instances.end(caseNumber, Set.of("support-as-adult"), "a child by the right date of birth");
    }
    comingOfAge.follow(caseNumber);
  }
}
