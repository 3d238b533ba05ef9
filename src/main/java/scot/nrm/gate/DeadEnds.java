package scot.nrm.gate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import scot.nrm.gate.Drawing.Flow;
import scot.nrm.gate.Drawing.Node;
import scot.nrm.gate.Finding.Kind;

/** Reports the elements and flows of a set of diagrams that no path takes, once all are known. */
final class DeadEnds {

  private final Rules.Program program;
  private final Map<String, Drawing> drawings;
  private final Rules rules;
  private final ProcessValues values;
  private final Findings findings;

  DeadEnds(Rules.Program program, Map<String, Drawing> drawings, Rules rules) {
    this.program = program;
    this.drawings = drawings;
    this.rules = rules;
    this.values = rules.values;
    this.findings = rules.findings;
  }

  /** Reports the dead ends of every diagram, unless their cause may be in one with a finding. */
  void report() {
    Set<String> wrong = findings.stream().map(Finding::diagram).collect(Collectors.toSet());
    drawings.values().forEach(drawing -> report(drawing, isConnectedTo(drawing, wrong)));
  }

  /** Whether a diagram calls, or is called by, one with a finding. */
  private boolean isConnectedTo(Drawing drawing, Set<String> wrong) {
    return wrong.stream()
        .map(drawings::get)
        .filter(other -> other != null && other != drawing)
        .anyMatch(
            other ->
                ProcessValues.calls(other, drawing.id) || ProcessValues.calls(drawing, other.id));
  }

  /**
   * Reports elements that no path reaches, at the place where the paths to them end. An element
   * with another cause is reported only there.
   *
   * @param isConnected whether the cause may be in another diagram
   */
  private void report(Drawing drawing, boolean isConnected) {
    boolean everyCallIsReached = values.callsOf(drawing).stream().allMatch(rules::isEntered);
    for (Node node : drawing.nodes.values()) {
      if (rules.isEntered(node)) {
        boolean isWrong = findings.any(one -> one.isAt(node));
        for (Flow flow : node.out) {
          if (!rules.isTaken(flow)
              && rules.conditionValues(flow).isPresent()
              && everyCallIsReached) {
            reportNeverTaken(flow, isWrong || isConnected);
          } else if (!rules.isTaken(flow) && flow.isDefault() && !isWrong && !isConnected) {
            findings.report(
                node,
                "%s never takes its default flow to %s, because its other flows take every case. Give them narrower conditions, or remove the flow."
                    .formatted(node.inWords(), flow.to()));
          }
        }
      } else if (node.in.isEmpty()
          && !node.is("startEvent")
          && !node.is("boundaryEvent")
          && !node.isEventSubProcess()) {
        reportNoFlowTo(node);
      } else if (node.is("boundaryEvent") && node.host == null) {
        findings.report(
            node,
            "%s is attached to nothing. Attach it to a task or a sub-process, or remove it."
                .formatted(node));
      }
    }
    List<Node> dead =
        drawing.nodes.values().stream().filter(node -> !rules.isEntered(node)).toList();
    boolean isStarted = drawing.nodes.values().stream().anyMatch(rules::isEntered);
    if (isStarted
        && everyCallIsReached
        && !isConnected
        && !dead.isEmpty()
        && !findings.any(one -> one.isIn(drawing))) {
      findings.report(
          dead.get(0),
          "%s can't be reached on any path. Draw one to it, or remove it.".formatted(dead.get(0)));
    }
  }

  /** If exactly one other element has no outgoing flow, the flow between them is missing. */
  private void reportNoFlowTo(Node node) {
    List<Finding> ends =
        findings.stream()
            .filter(one -> one.isIn(node.drawing) && one.matches(Kind.NO_OUTGOING_FLOW, ""))
            .toList();
    if (ends.size() != 1) {
      findings.report(node, "no flow leads to %s. Draw one, or remove it.".formatted(node));
      return;
    }
    findings.removeIf(ends.get(0)::equals);
    Node end = node.drawing.nodes.get(ends.get(0).element());
    findings.report(
        Kind.NO_OUTGOING_FLOW,
        end,
        node.id,
        "no flow leaves %s, and none leads to %s. Draw one between them, or end the path with an end event and remove what no flow leads to."
            .formatted(end, node));
  }

  /**
   * {@code isReported}: the cause has been reported, unless the flow reads a value that isn't set.
   */
  private void reportNeverTaken(Flow flow, boolean isReported) {
    Drawing drawing = flow.from().drawing;
    Map<String, Set<String>> known = rules.conditionValues(flow).orElseThrow();
    List<String> notSetHere =
        known.entrySet().stream()
            .filter(
                one ->
                    Set.of(KnownValues.UNSET, KnownValues.NOTHING).containsAll(one.getValue())
                        || !values.isSetIn(drawing, one.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    List<String> notPassed =
        notSetHere.stream().filter(name -> !values.isPassedTo(drawing, name)).toList();
    List<String> unset = notPassed.isEmpty() ? notSetHere : notPassed;
    if (!unset.isEmpty()) {
      // This finding is more exact than those of the walk and of the comparison.
      findings.removeIf(
          one ->
              one.isIn(drawing) && unset.stream().anyMatch(name -> one.matches(Kind.UNSET, name))
                  || one.isAt(flow.from())
                      && (one.matches(Kind.NO_FLOW, "")
                          || unset.stream().anyMatch(name -> one.matches(Kind.IMPOSSIBLE, name))));
      String names = String.join(" and ", unset);
      if (findings.any(one -> one.isIn(drawing) && one.matches(Kind.NEVER_SET, names))) {
        return;
      }
      String changedKey = values.changedKey(drawing, unset.get(0));
      findings.report(
          Kind.NEVER_SET,
          flow.from(),
          names,
          "%s asks %s, which nothing before it sets, so %s is never reached from there. %s"
              .formatted(
                  flow.from().inWords(),
                  names,
                  flow.to(),
                  changedKey.isEmpty()
                          && !notPassed.isEmpty()
                          && unset.stream()
                              .noneMatch(name -> values.possibleAnywhere(name).isEmpty())
                          && !values.callsOf(drawing).isEmpty()
                      ? "Another diagram sets it: hand it over under Out mappings of the call of that diagram, and under In mappings of the call of this one."
                      : unset.stream().noneMatch(name -> program.formsWithFileField(name).isEmpty())
                          ? "It is only in the child's file: give its field in the form %s the property process = yes, too."
                              .formatted(
                                  unset.stream()
                                      .flatMap(name -> program.formsWithFileField(name).stream())
                                      .distinct()
                                      .collect(Collectors.joining(" and in the form ")))
                          : "%s a value%s that a form, a table or a step sets before it, or give %s a field with this key and the property process = yes.%s"
                              .formatted(
                                  unset.stream().anyMatch(values::isAnswer)
                                      ? "If it is an answer, write '%s'. If not, ask"
                                          .formatted(names)
                                      : "Ask",
                                  unset.stream()
                                      .flatMap(name -> values.meant(name).stream())
                                      .map(", such as %s,"::formatted)
                                      .findFirst()
                                      .orElse(""),
                                  formBefore(flow),
                                  changedKey)));
    } else if (!isReported) {
      findings.report(
          flow.from(),
          "%s never takes the flow to %s: %s there. Correct the condition %s, or remove the flow."
              .formatted(
                  flow.from().inWords(),
                  flow.to(),
                  known.entrySet().stream()
                      .map(
                          one ->
                              one.getKey() + " can only be " + KnownValues.inWords(one.getValue()))
                      .collect(Collectors.joining(" and ")),
                  flow.condition()));
    }
  }

  private static String formBefore(Flow flow) {
    return flow.from().in.stream()
        .map(before -> before.from().camunda("formRef"))
        .filter(Objects::nonNull)
        .distinct()
        .map("the form "::concat)
        .reduce((one, other) -> one + " or " + other)
        .orElse("a form");
  }
}
