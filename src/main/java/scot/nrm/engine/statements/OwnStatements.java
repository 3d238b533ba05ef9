package scot.nrm.engine.statements;

import java.util.Arrays;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.mapping.SqlCommandType;
import org.apache.ibatis.scripting.xmltags.XMLLanguageDriver;
import org.apache.ibatis.session.Configuration;

/** Adds a statement of ours to those of the engine. */
final class OwnStatements {

  private OwnStatements() {}

  /**
   * Adds a statement, unless it is there: engines can share their statements.
   *
   * @param results the names of the engine's result maps; none if the statement returns no rows
   */
  static void add(
      Configuration statements,
      String id,
      SqlCommandType kind,
      Class<?> parameter,
      String sql,
      String... results) {
    if (!statements.hasStatement(id, false)) {
      statements.addMappedStatement(
          new MappedStatement.Builder(
                  statements,
                  id,
                  new XMLLanguageDriver().createSqlSource(statements, sql, parameter),
                  kind)
              .resultMaps(Arrays.stream(results).map(statements::getResultMap).toList())
              .build());
    }
  }
}
