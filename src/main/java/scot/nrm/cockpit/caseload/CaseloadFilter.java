package scot.nrm.cockpit.caseload;

import java.time.LocalDate;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import scot.nrm.calendar.LocalDay;
import scot.nrm.cockpit.RequestRefused;
import scot.nrm.engine.CaseNumber;
import scot.nrm.engine.StoredCode;

/**
 * Selects the watched cases that the list shows. A {@code null} doesn't narrow the list.
 *
 * @param number a case number or a part of it, in capitals, such as {@code NRM-2009-7Q4X-8KD9} or
 *     {@code 8KD9}
 * @param state {@code open}, {@code finished} or {@code all}
 * @param stage the element of the path at which the case waits
 * @param authority {@code UKHTC}, {@code UKBA}, or {@code none} if no authority has the case yet
 * @param council the id of the council that has the case
 * @param receivedFrom the first day of receipt of the NRM form; a case without one doesn't match
 * @param receivedTo the last such day
 */
record CaseloadFilter(
    String number,
    String state,
    String stage,
    String authority,
    String council,
    CaseloadAlert attention,
    LocalDate receivedFrom,
    LocalDate receivedTo) {

  static final String NO_AUTHORITY = "none";

  private static final String NO_STAGE =
      "There is no such stage, or no case is at it now. Choose one from the list.";
  private static final String NO_SUCH_AUTHORITY =
      "There is no such authority. Choose one from the list.";
  private static final String NO_COUNCIL =
      "There is no such local authority, or you do not oversee its cases. Choose one from the list.";
  private static final Set<String> STATES = Set.of("open", "finished", "all");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

  /** Reads the filter from a URL, whose missing parameters are {@code null}. */
  static CaseloadFilter of(Function<String, String> parameter) {
    CaseloadFilter filter =
        new CaseloadFilter(
            number(parameter.apply("number")),
            state(parameter.apply("state")),
            id(parameter.apply("stage"), NO_STAGE),
            id(parameter.apply("authority"), NO_SUCH_AUTHORITY),
            id(parameter.apply("council"), NO_COUNCIL),
            attention(parameter.apply("attention")),
            day(parameter.apply("from")),
            day(parameter.apply("to")));
    if (filter.receivedFrom != null
        && filter.receivedTo != null
        && filter.receivedFrom.isAfter(filter.receivedTo)) {
      throw RequestRefused.badRequest(
          "The first date of receipt is after the last. Change one of them.");
    }
    return filter;
  }

  /**
   * A number or part of one. Upper or lower case, spaces and the kind of hyphen don't matter. A
   * complete number may be written without hyphens.
   */
  private static String number(String typed) {
    if (isBlank(typed)) {
      return null;
    }
    return CaseNumber.part(typed)
        .orElseThrow(
            () ->
                RequestRefused.badRequest(
                    "Search by case number or part of it, such as %s or %s. Names are not searched."
                        .formatted(
                            CaseNumber.EXAMPLE,
                            CaseNumber.EXAMPLE.substring(CaseNumber.EXAMPLE.length() - 4))));
  }

  private static String state(String parameter) {
    if (isBlank(parameter)) {
      return "open";
    }
    if (!STATES.contains(parameter)) {
      throw RequestRefused.badRequest("Choose open cases, finished cases or both.");
    }
    return parameter;
  }

  private static CaseloadAlert attention(String parameter) {
    return isBlank(parameter)
        ? null
        : StoredCode.find(CaseloadAlert.class, parameter)
            .orElseThrow(
                () ->
                    RequestRefused.badRequest(
                        "There is no such list of cases that need attention. Choose one from the page."));
  }

  private static LocalDate day(String parameter) {
    return isBlank(parameter)
        ? null
        : LocalDay.parse(parameter)
            .orElseThrow(
                () -> RequestRefused.badRequest("Enter a day of receipt such as 14/4/2009."));
  }

  private static String id(String parameter, String refusal) {
    if (isBlank(parameter)) {
      return null;
    }
    if (!ID.matcher(parameter).matches()) {
      throw RequestRefused.badRequest(refusal);
    }
    return parameter;
  }

  private static boolean isBlank(String parameter) {
    return parameter == null || parameter.isBlank();
  }

  /** Refuses (400) what there isn't, such as a stage of an old link, whose list would be empty. */
  void requireKnown(
      Predicate<String> stages, Predicate<String> authorities, Predicate<String> councils) {
    requireKnown(stage, stages, NO_STAGE);
    requireKnown(authority, authorities.or(NO_AUTHORITY::equals), NO_SUCH_AUTHORITY);
    requireKnown(council, councils, NO_COUNCIL);
  }

  private static void requireKnown(String id, Predicate<String> known, String refusal) {
    if (id != null && !known.test(id)) {
      throw RequestRefused.badRequest(refusal);
    }
  }

  /**
   * Whether it asks only for unanswered UKBA copies and for details that a copy contains. If so, a
   * person who gets all copies may also see those in cases that aren't theirs (D9).
   */
  boolean asksForCopiesOnly() {
    return attention == CaseloadAlert.COPIES
        && stage == null
        && authority == null
        && receivedFrom == null
        && receivedTo == null;
  }

  /** A condition on {@code case_register r}; adds its parameters. */
  String sql(Map<String, Object> params) {
    StringBuilder sql =
        new StringBuilder(
            switch (state) {
              case "open" -> CaseloadSql.OPEN;
              case "finished" -> "r.case_outcome is not null";
              default -> "1 = 1";
            });
    if (CaseNumber.isValid(number)) {
      narrow(sql, params, "r.case_number =", "number", number);
    } else if (number != null) {
      narrow(sql, params, "r.case_number like", "number", "%" + number + "%");
    }
    if (stage != null) {
      sql.append(" and ")
          .append(CaseloadSql.NUMBER)
          .append(" in (select case_number from (")
          .append(CaseStages.PLACES)
          .append(") places where element = :stage)");
      params.put("stage", stage);
    }
    if (NO_AUTHORITY.equals(authority)) {
      sql.append(" and ").append(CaseloadSql.AUTHORITY).append(" is null");
    } else {
      narrow(sql, params, CaseloadSql.AUTHORITY + " =", "authority", authority);
    }
    narrow(sql, params, "r.local_authority =", "council", council);
    if (attention != null) {
      sql.append(" and ").append(attention.sql());
    }
    narrow(sql, params, "r.referral_received_on >=", "receivedFrom", receivedFrom);
    narrow(sql, params, "r.referral_received_on <=", "receivedTo", receivedTo);
    return sql.toString();
  }

  private static void narrow(
      StringBuilder sql, Map<String, Object> params, String compared, String name, Object value) {
    if (value != null) {
      sql.append(" and ").append(compared).append(" :").append(name);
      params.put(name, value);
    }
  }
}
