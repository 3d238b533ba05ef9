package scot.nrm.gate;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A safeguard that every revised diagram must keep: a row of {@code config/safeguards.yaml}, which
 * explains each part. A part that doesn't apply is empty.
 */
record Safeguard(
    String rule,
    String say,
    @DefaultValue("") String waits,
    @DefaultValue("") String diagram,
    boolean onEveryPath,
    @DefaultValue("") String during,
    @DefaultValue("") String then,
    @DefaultValue("") String due,
    @DefaultValue("") String after,
    @DefaultValue("") String atOnce,
    @DefaultValue("") String hears,
    @DefaultValue("") String runs,
    @DefaultValue("") String when) {

  /** When {@code runs} applies, as an expression: always, unless it says when. */
  String condition() {
    return "${" + (when.isEmpty() ? "true" : when) + "}";
  }

  /** When {@code runs} applies, as the end of a sentence. */
  String whereClause() {
    return when.isEmpty() ? "" : " where " + when;
  }

  /** The timer that it is about, as a diagram writes it. */
  String timer() {
    return "${" + waits + "}";
  }

  boolean isFor(String id) {
    return diagram.isEmpty() || diagram.equals(id);
  }

  String message(String lost, String toDo) {
    return "%s: %s, so %s. %s".formatted(rule, lost, say, toDo);
  }
}
