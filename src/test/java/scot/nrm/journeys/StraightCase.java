package scot.nrm.journeys;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.camunda.spin.plugin.variable.value.JsonValue;

/** A case from the concern to leave to remain in which nothing unusual happens, all on one day. */
public final class StraightCase {

  public static final String DAY = "2013-06-03";

  /** The user who reports {@link Invented#concern}, with which the case starts. */
  public static final String REPORTER = "first.responder";

  /** What a user enters into the form of a task. */
  public record Step(String user, String task, Map<String, Object> values) {}

  private StraightCase() {}

  /** The tasks after the concern, in order. */
  public static List<Step> steps() {
    return List.of(
        new Step("glasgow.duty", "Task_AcceptConcern", Invented.acceptance(DAY)),
        new Step("glasgow.lead", "Task_AssessChild", Invented.assessment(DAY)),
        new Step("glasgow.lead", "Task_NrmFormReferralAndChild", Invented.referralAndChild(DAY)),
        new Step("glasgow.lead", "Task_NrmFormExploitation", Invented.exploitation()),
        new Step("glasgow.lead", "Task_NrmFormIndicators", Invented.indicators()),
        new Step("glasgow.lead", "Task_NrmFormCheckAndSend", Invented.checkAndSend()),
        new Step("ukhtc.intake", "Task_LogReferral", Invented.received(DAY)),
        new Step(
            "ukhtc.owner",
            "Task_ProposeReasonableGrounds",
            Invented.reasonableGrounds("positive", DAY)),
        new Step(
            "ukhtc.second",
            "Task_ConfirmReasonableGrounds",
            Invented.confirmReasonableGrounds(DAY)),
        new Step(
            "ukba.owner",
            "Task_ProposeConclusiveGrounds",
            Invented.conclusiveGrounds("positive", DAY)),
        new Step(
            "ukba.second", "Task_ConfirmConclusiveGrounds", Invented.confirmConclusiveGrounds(DAY)),
        new Step("ukba.owner", "Task_DecideLeave", Invented.leaveGranted(DAY, "2014-08-02")));
  }

  /** The body of Tasklist's request that submits a form. */
  public static String submission(Map<String, Object> values) {
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    ObjectNode variables = form.putObject("variables");
    values.forEach(
        (name, value) -> {
          boolean list = value instanceof JsonValue;
          variables
              .putObject(name)
              .put("value", list ? ((JsonValue) value).getValueSerialized() : String.valueOf(value))
              .put("type", list ? "Json" : "String");
        });
    return form.toString();
  }
}
