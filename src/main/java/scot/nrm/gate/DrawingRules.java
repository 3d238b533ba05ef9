package scot.nrm.gate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import scot.nrm.engine.sets.NearestName;
import scot.nrm.gate.Drawing.Event;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.gate.Finding.Kind;
import scot.nrm.modelcheck.Expressions;

/** The rules for each diagram that don't depend on paths. */
final class DrawingRules {

  private final Rules.Program program;
  private final Expressions expressions;
  private final Map<String, Drawing> drawings;
  private final Rules rules;

  DrawingRules(
      Rules.Program program, Expressions expressions, Map<String, Drawing> drawings, Rules rules) {
    this.program = program;
    this.expressions = expressions;
    this.drawings = drawings;
    this.rules = rules;
  }

  void check(Drawing drawing) {
    checkTasks(drawing);
    checkFlows(drawing);
    checkCalls(drawing);
    checkLoops(drawing);
  }

  /** The engine must continue from each element as the diagram shows. */
  private void checkFlows(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      if (node.event == Event.TIMER && node.waitsFor.isEmpty()) {
        rules.report(
            node,
            "the timer %s has no date. Choose the type Date, and write one like ${reflectionEndDate}."
                .formatted(node));
      }
      if (node.out.isEmpty()
          && !node.is("endEvent")
          && !node.is("subProcess")
          && (!node.in.isEmpty() || node.is("startEvent") || node.is("boundaryEvent"))) {
        rules.report(
            Kind.NO_OUTGOING_FLOW,
            node,
            "",
            "no flow leads on from %s. Draw one, or end the path with an end event."
                .formatted(node));
      }
      boolean conditional = node.out.stream().anyMatch(flow -> flow.condition() != null);
      if (conditional && node.is("parallelGateway")) {
        rules.report(
            node,
            "the gateway %s is parallel and takes every flow, whatever its condition. Choose an exclusive gateway."
                .formatted(node));
      } else if (conditional && !node.is("exclusiveGateway")) {
        node.out.stream()
            .filter(flow -> flow.condition() == null && !flow.isDefault())
            .forEach(flow -> rules.reportMissingCondition(node, flow));
      }
    }
  }

  /** Every task has a team or an assignee, and a form. */
  private void checkTasks(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      if (!node.is("userTask")) {
        continue;
      }
      if (node.name.isBlank()) {
        rules.report(
            node,
            "the task %s has no name, which people see in their list. Give it the words of the heading of its form."
                .formatted(node));
      }
      if (node.camunda("formRef") == null) {
        rules.report(
            node,
            "the task %s has no form, so nobody could complete it. Name one under Form reference."
                .formatted(node));
      }
      String groups = node.camunda("candidateGroups");
      if (groups == null || groups.isBlank()) {
        rules.report(
            node,
            "the task %s belongs to no group, so nobody would see it. Name its group under Candidate groups."
                .formatted(node));
        continue;
      }
      Optional<Set<String>> named = expressions.possibleTexts(groups);
      if (named.isEmpty() || named.get().isEmpty()) {
        rules.report(
            node,
            "it isn't clear which group gets the task %s. Name it, or choose between names, like ${authorities.group(rgAuthority, 'case-owner')}."
                .formatted(node));
      } else {
        named.get().stream()
            .filter(group -> !program.groups().contains(group))
            .forEach(
                group ->
                    rules.report(
                        node,
                        "the task %s belongs to the group %s, which isn't in config/roles.yaml, so nobody would see it. Under Candidate groups, write one from that file%s. If the group is new, an operator adds it to that file and restarts the program first."
                            .formatted(node, group, NearestName.suchAs(group, program.groups()))));
      }
    }
  }

  /** A case that went round without waiting would stop only when the memory is used up. */
  private void checkLoops(Drawing drawing) {
    drawing.nodes.values().stream()
        .filter(
            node -> !waits(node) && Drawing.reached(next(node), DrawingRules::next).contains(node))
        .findFirst()
        .ifPresent(
            node ->
                rules.report(
                    node,
                    "%s can lead back to itself without a task, a timer or a message in between, so a case could go round for ever. Lead the path to a task or an end."
                        .formatted(node)));
  }

  private static Stream<Node> next(Node node) {
    return node.out.stream().map(Flow::to).filter(to -> !waits(to));
  }

  private static boolean waits(Node node) {
    return !node.is("serviceTask")
        && !node.is("sendTask")
        && !node.is("intermediateThrowEvent")
        && !node.is("exclusiveGateway")
        && !node.is("parallelGateway")
        && !node.is("inclusiveGateway");
  }

  private void checkCalls(Drawing drawing) {
    for (Node node : drawing.nodes.values()) {
      if (node.is("callActivity") && !drawings.containsKey(node.called())) {
        rules.report(
            node,
            "%s calls the diagram \"%s\", which isn't there. Call another one, or add processes/%s.bpmn."
                .formatted(node, node.called(), node.called()));
      }
    }
  }
}
