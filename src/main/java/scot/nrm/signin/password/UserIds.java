package scot.nrm.signin.password;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The user ids that cases name. Records show for years who decided what, so such a person is not
 * deleted, and their id is never given to someone else, who would get their cases and be mistaken
 * for them.
 */
@Component
class UserIds {

  private static final String NAMED_IN_CASES =
      """
      exists (select 1 from register_act where officer = :id)
        or exists (select 1 from register_decision where :id in (case_owner, second_officer))
        or exists (select 1 from register_event where officer = :id)
        or exists (select 1 from register_link where officer = :id)
        or exists (select 1 from case_register where reported_by = :id)
        or exists (select 1 from case_file where updated_by = :id)
        or exists (select 1 from case_document where added_by = :id)
        or exists (select 1 from letter where :id in (created_by, posted_by))
        or exists (select 1 from ACT_HI_TASKINST where ASSIGNEE_ = :id)
        or exists (select 1 from ACT_HI_IDENTITYLINK where USER_ID_ = :id)
        or exists (select 1 from ACT_HI_PROCINST where START_USER_ID_ = :id)\
      """;

  private static final String DELETED =
      """
       or exists (select 1 from access_log
            where what = 'account' and detail = 'delete' and allowed and about = :id)\
      """;

  private final JdbcClient jdbc;

  UserIds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether the register, a document or letter, or the history of a task names this person. */
  boolean isNamedInCases(String userId) {
    return exists(NAMED_IN_CASES, userId);
  }

  /** Whether this id belongs or belonged to a person, who may have been deleted. */
  boolean isUsed(String userId) {
    return exists(NAMED_IN_CASES + DELETED, userId);
  }

  private boolean exists(String condition, String userId) {
    return jdbc.sql("select case when " + condition + " then 1 else 0 end")
        .param("id", userId)
        .query(Boolean.class)
        .single();
  }
}
