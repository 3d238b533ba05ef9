package scot.nrm.decision.reflection;

import static scot.nrm.engine.CaseVariables.REFERRAL_RECEIVED_DATE;
import static scot.nrm.engine.CaseVariables.REVIEW_COMPLETE;
import static scot.nrm.engine.CaseVariables.RG_DECISION_DATE;

import java.time.LocalDate;
import java.util.List;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.decision.deadline.Limit;
import scot.nrm.decision.deadline.TimeLimit;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.steps.Step;
import scot.nrm.facts.CaseCalendars;
import scot.nrm.facts.DecisionDeadlines;
import scot.nrm.facts.ReflectionDates;
import scot.nrm.register.Stage;

/** The steps that grant the reflection period and end its review (D20, D21). */
@Configuration(proxyBeanMethods = false)
class ReflectionSteps {

  /** Who is asked at the review: the first responder, the local authority and the police. */
  private static final List<String> ANSWERS =
      List.of("reviewFirstResponder", "reviewLocalAuthority", "reviewPolice");

  /**
   * Grants the reflection period: day 0 is the day of the decision on reasonable grounds, the
   * period ends on day 45, the review is on day 30, and the end is the target for conclusive
   * grounds (D20, D21, D24). Anyone who has not answered the review is reminded ten working days
   * after it (D21). The numbers come from the table {@code time-limits}.
   */
  @Step(
      value = "Grant the reflection period",
      needs = {"referralReceivedDate", "rgDecisionDate"},
      uses = "cgAuthority",
      sets = {
        "cgTargetDate", "reflectionEndDate",
        "reflectionReminderDate", "reflectionReviewDate",
        "reflectionReviewOpens"
      })
  @Bean
  JavaDelegate grantReflectionPeriod(
      TimeLimits limits,
      CaseCalendars calendars,
      ReflectionDates dates,
      DecisionDeadlines deadlines) {
    return step -> {
      LocalDate decidedOn = LocalDate.parse(RG_DECISION_DATE.from(step).get());
      TimeLimit limit =
          limits.of(LocalDate.parse(REFERRAL_RECEIVED_DATE.from(step).get()), decidedOn);
      LocalDate review = limit.reflectionReview(decidedOn);
      LocalDate end = limit.reflectionEnd(decidedOn);
      LocalDate reminder =
          calendars
              .calculator(step, Stage.CONCLUSIVE_GROUNDS)
              .answerDue(review, limit.length(Limit.REVIEW_REMINDER));
      dates.begin(step, review, reminder, end);
      deadlines.beginConclusiveGrounds(step, end);
    };
  }

  /** Records whether the three who were asked at the review have all answered (D21). */
  @Step(value = "Record whether everyone has answered", sets = "reviewComplete")
  @Bean
  ExecutionListener recordWhoAnswered(CaseFile file) {
    return step -> {
      CaseFileContent answers = file.read(step.getProcessBusinessKey());
      boolean all = ANSWERS.stream().allMatch(answer -> answers.is(answer, "answered"));
      REVIEW_COMPLETE.on(step).set(all ? "yes" : "no");
    };
  }

  /**
   * Notifies the reflection period of the same case, so that its review and reminders stop (D21,
   * D25).
   */
  @Step(value = "Notify the reflection period", sends = "conclusive-grounds-decided")
  @Bean
  JavaDelegate notifyReflectionPeriod(CaseInstances instances) {
    return step -> instances.correlate(step.getProcessBusinessKey(), "conclusive-grounds-decided");
  }
}
