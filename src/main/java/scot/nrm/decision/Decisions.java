package scot.nrm.decision;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.calendar.WorkingDays;
import scot.nrm.casefile.CaseFile;
import scot.nrm.register.Register;
import scot.nrm.register.Stage;

/** The two decisions of a competent authority are recorded alike; the diagrams name them apart. */
@Configuration
class Decisions {

  @Bean
  RecordDecision recordReasonableGrounds(
      Register register, CaseFile file, WorkingDays workingDays) {
    return new RecordDecision(Stage.REASONABLE_GROUNDS, register, file, workingDays);
  }

  @Bean
  RecordDecision recordConclusiveGrounds(
      Register register, CaseFile file, WorkingDays workingDays) {
    return new RecordDecision(Stage.CONCLUSIVE_GROUNDS, register, file, workingDays);
  }
}
