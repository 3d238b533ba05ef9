package scot.nrm.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import scot.nrm.record.CodeNames;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.Stage;
import scot.nrm.statistics.AreaStatistics.Line;

/**
 * The counts of one area and one year, by the day on which UKHTC received the NRM form. Parts of a
 * total are shown only where the total is, and those of conclusive grounds add up to the positive
 * decisions on reasonable grounds: so no number that is not shown follows from two tables.
 */
final class AreaCounts {

  static final String NOT_SHOWN = "not shown";

  private static final List<String> REASONABLE_GROUNDS =
      List.of(
          ReferralCountRule.POSITIVE,
          ReferralCountRule.NEGATIVE,
          ReferralCountRule.SUSPENDED,
          ReferralCountRule.PENDING,
          ReferralCountRule.CLOSED);
  private static final List<String> MISSING = List.of("missing", "never-missing");

  private int referrals;
  private final Map<String, Integer> reasonableGrounds = empty(REASONABLE_GROUNDS);
  private final Map<String, Integer> conclusiveGrounds = empty(REASONABLE_GROUNDS);
  private final Map<String, Integer> missing = empty(MISSING);

  void add(ReferralCountRule counted) {
    if (!counted.counts()) {
      return;
    }
    RegisterCase known = counted.known();
    referrals++;
    String first = counted.outcome(Stage.REASONABLE_GROUNDS);
    reasonableGrounds.merge(first, 1, Integer::sum);
    if (first.equals(ReferralCountRule.POSITIVE)) {
      conclusiveGrounds.merge(counted.outcome(Stage.CONCLUSIVE_GROUNDS), 1, Integer::sum);
    }
    boolean wasMissing =
        known.now().missingSince() != null || counted.row().times("child-missing") > 0;
    missing.merge(MISSING.get(wasMissing ? 0 : 1), 1, Integer::sum);
  }

  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    OptionalInt all = SmallNumbers.shown(referrals);
    lines.add(
        new Line(
            "referrals",
            "Referrals",
            "total",
            "All referrals",
            all.isPresent() ? words(all) : "fewer than 5"));
    OptionalInt positive =
        parts(lines, "rg-outcome", "Decision on reasonable grounds", reasonableGrounds, all)
            .getOrDefault(ReferralCountRule.POSITIVE, OptionalInt.empty());
    parts(
        lines,
        "cg-outcome",
        "Decision on conclusive grounds, of the positive ones on reasonable grounds",
        conclusiveGrounds,
        positive);
    parts(lines, "missing", "Children who went missing", missing, all);
    return lines;
  }

  private static Map<String, OptionalInt> parts(
      List<Line> lines,
      String table,
      String heading,
      Map<String, Integer> parts,
      OptionalInt total) {
    Map<String, OptionalInt> shown = total.isPresent() ? SmallNumbers.shown(parts) : Map.of();
    parts
        .keySet()
        .forEach(
            code ->
                lines.add(
                    new Line(
                        table,
                        heading,
                        code,
                        CodeNames.sentence(CodeNames.words(code)),
                        words(shown.getOrDefault(code, OptionalInt.empty())))));
    return shown;
  }

  private static String words(OptionalInt number) {
    return number.isPresent() ? String.valueOf(number.getAsInt()) : NOT_SHOWN;
  }

  private static Map<String, Integer> empty(List<String> codes) {
    Map<String, Integer> parts = new LinkedHashMap<>();
    codes.forEach(code -> parts.put(code, 0));
    return parts;
  }
}
