package scot.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import scot.nrm.Databases;
import scot.nrm.Databases.Database;

class PermissionVersionTriggerTest {

  private static final List<String> CHANGES =
      List.of(
          "insert into ACT_RU_AUTHORIZATION (ID_, REV_, TYPE_, RESOURCE_TYPE_) values ('new', 1, 1, 5)",
          "update ACT_RU_AUTHORIZATION set RESOURCE_TYPE_ = 6 where ID_ = 'new'",
          "delete from ACT_RU_AUTHORIZATION where ID_ = 'new'");

  @Test
  void eachChangeOfAPermissionRaisesTheVersion() {
    for (Database database : List.of(Databases.h2(), Databases.postgres())) {
      JdbcClient jdbc = JdbcClient.create(database.dataSource());
      for (String change : CHANGES) {
        long before = version(jdbc);
        jdbc.sql(change).update();
        assertThat(version(jdbc)).as(change).isEqualTo(before + 1);
      }
    }
  }

  private static long version(JdbcClient jdbc) {
    return jdbc.sql("select version from permission_version").query(Long.class).single();
  }
}
