package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.rehearsal.CaseCourse.Kind;

/** Tests the course of a case that waits, from rows of the engine. */
class CaseCourseTest {

  private static final String CASE = "NRM-2009-7Q4X-8KD9";

  private final JdbcClient jdbc = JdbcClient.create(Databases.h2().dataSource());

  @BeforeEach
  void aCaseAtOneStep() {
    execution("process", "null", "null", false);
    execution("step", "'process'", "'Event_Answer'", true);
  }

  private void execution(String id, String parent, String step, boolean active) {
    jdbc.sql(
            """
            insert into ACT_RU_EXECUTION (ID_, REV_, PROC_INST_ID_, BUSINESS_KEY_, PARENT_ID_, ACT_ID_, IS_ACTIVE_)
            values ('%s', 1, 'process', %s, %s, %s, %s)\
            """
                .formatted(
                    id, parent.equals("null") ? "'" + CASE + "'" : "null", parent, step, active))
        .update();
  }

  @Test
  void aCaseThatWaitsOnlyForAMessageIsStuck() {
    assertThat(stuck())
        .containsExactly(CaseCourse.AT + CaseCourse.inWords("Event_Answer") + CaseCourse.WAITS);
  }

  @Test
  void aCaseWithATaskIsNotStuck() {
    jdbc.sql(
            "insert into ACT_RU_TASK (ID_, REV_, EXECUTION_ID_, PROC_INST_ID_, TASK_DEF_KEY_) values ('task', 1, 'step', 'process', 'Task_Answer')")
        .update();

    assertThat(stuck()).isEmpty();
  }

  @Test
  void aCaseWithATimerIsNotStuck() {
    jdbc.sql(
            "insert into ACT_RU_JOB (ID_, REV_, TYPE_, EXECUTION_ID_, PROCESS_INSTANCE_ID_) values ('job', 1, 'timer', 'step', 'process')")
        .update();

    assertThat(stuck()).isEmpty();
  }

  private List<String> stuck() {
    return CaseCourse.read(jdbc, CASE).lines().get(Kind.STUCK);
  }
}
