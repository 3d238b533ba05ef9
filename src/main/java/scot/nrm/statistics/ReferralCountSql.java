package scot.nrm.statistics;

/**
 * What {@link ReferralCountRule} says, for statements over {@code case_register r}: many cases are
 * counted by the database. A test holds that the two say the same. Runs on PostgreSQL and on H2.
 */
final class ReferralCountSql {

  /** As {@link ReferralCountRule#counts()}. */
  static final String COUNTS =
      """
      r.referral_received_on is not null and r.joined_to is null
        and (r.case_outcome is null or r.case_outcome <> 'closed-other' or r.case_number not in (
          select e.case_number from register_event e where e.kind = 'error-closed'))\
      """;

  private ReferralCountSql() {}
}
