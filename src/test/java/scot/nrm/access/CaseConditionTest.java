package scot.nrm.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.KnownAuthorities;

@Tag("quick")
class CaseConditionTest {

  private static final Pattern DIAGRAM = Pattern.compile("pi\\.PROC_DEF_KEY_ = '([\\w-]+)'");

  /** Without the index each list of an authority would read all processes. */
  @Test
  void everyDiagramThatDecidesWhoSeesACaseIsIndexed() throws IOException {
    Authorities authorities = KnownAuthorities.OF_THE_FILE;
    Set<String> asked = new TreeSet<>();
    authorities
        .all()
        .forEach(
            one ->
                DIAGRAM
                    .matcher(CaseCondition.of(one, authorities))
                    .results()
                    .forEach(found -> asked.add("'" + found.group(1) + "'")));

    assertThat(asked).isNotEmpty();
    String indexes = Files.readString(Path.of("src/main/resources/db/PostgreSQL.sql"));
    assertThat(indexes.substring(indexes.indexOf("create index nrm_processes_by_diagram")))
        .contains(asked);
  }

  /** UKBA decides leave in UKHTC's cases too (D29), and would count them until it has. */
  @Test
  void figuresDoNotDependOnWhereACaseIsNow() {
    Viewer ukba = new Viewer("ukba.manager", Set.of("ukba-manager"), Set.of());

    assertThat(CaseCondition.watchedBy(ukba, KnownAuthorities.OF_THE_FILE).sql())
        .contains("leave-to-remain");
    assertThat(CaseCondition.countedFor(ukba, KnownAuthorities.OF_THE_FILE).sql())
        .contains("r.rg_authority = 'UKBA' or r.cg_authority = 'UKBA'")
        .doesNotContain("ACT_RU_");
  }
}
