package scot.nrm.casefile;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The police force on a child's form, outside the sealed file so that cases can be listed. */
final class PoliceForceIndex {

  static final String FIELD = "policeForce";

  private final JdbcClient jdbc;

  PoliceForceIndex(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Updates the force. The caller has locked the file's row, so two calls never overlap. */
  void update(String caseNumber, CaseFileContent content) {
    String force = content.text(FIELD);
    jdbc.sql("delete from case_police_force where case_number = ?").param(caseNumber).update();
    if (!force.isBlank()) {
      jdbc.sql("insert into case_police_force (case_number, police_force) values (?, ?)")
          .params(caseNumber, force)
          .update();
    }
  }
}
