package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scot.nrm.access.AccessEngine;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.Definitions;
import scot.nrm.engine.Deployer;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.rehearsal.CaseCourse.Kind;

@Tag("quick")
class CourseNamesTest {

  private static final Map<String, byte[]> SHIPPED = Deployer.files(new Definitions(Path.of("")));

  private static final CourseNames NAMES =
      new CourseNames(AccessEngine.roles(), KnownAuthorities.OF_THE_FILE, new CaseClock());

  private static final CourseNames.LineNaming UNDER_THE_SET = NAMES.forSets(List.of(SHIPPED));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "AUTHORITY | New: Reasonable grounds decided by UKHTC | New: Reasonable grounds decided by UKHTC",
        "AUTHORITY | New: Reasonable grounds decided by UKBA | New: Reasonable grounds decided by the Home Office",
        "OUTCOME | No longer: Outcome not-referred | No longer: Outcome: Not referred",
        "OUTCOME | New: Leave no-leave-to-be-granted | New: Leave: no leave to be granted",
        "OUTCOME | Conclusive grounds negative | Conclusive grounds: negative",
        "DEADLINE | New: Reasonable grounds due on 15 June 2009 | New: Reasonable grounds due on 15 June 2009",
        "DEADLINE | New: Log referral due on 15 June 2009 | New: \"Log the referral\" due on 15 June 2009",
        "DEADLINE | Reflection ends on 16 July 2009 | \"Last day has ended\" in \"Reflection period\" on 16 July 2009",
        "DEADLINE | Answer due on 16 July 2009 | Answer due on 16 July 2009",
        "LATE | Days late, reasonable grounds: 3 | Days late, reasonable grounds: 3",
        "LETTERS | New: Nrm 05 to Childrens reporter on 3 June 2009 | New: NRM 05 to Children's Reporter on 3 June 2009",
        "LETTERS | Acknowledgement to first responder to Who asked on 8 June 2009 | Acknowledgement to first responder to Person who asked for reconsideration on 8 June 2009",
        "TASKS | New: Confirm route is open for Ukba manager | New: \"Confirm the route\" is open for Home Office manager",
        "TASKS | Log referral, 2 times | \"Log the referral\", 2 times",
        "TASKS | New: Appoint guardian is open for Guardians | New: Appoint guardian is open for Guardians",
        "STUCK | There is no Close case | There is no \"Close a case for another reason\"",
        "STUCK | What was done then had no place: Assess child | \"Assess the child\" could not be done as it was recorded",
        "STUCK | Assess child was refused: Choose an answer. | \"Assess the child\" was refused: Choose an answer.",
        "STUCK | Assess child was refused | \"Assess the child\" was refused",
        "STUCK | Service_record receipt failed: No date | \"Record the receipt\" in \"Intake\" failed: No date",
        "STUCK | New: At Event_council changed, the case waits with no open task and no date | New: At \"Accepted\" in \"Hand over to another local authority\", the case waits with no open task and no date",
        "STUCK | It could not be replayed: NullPointerException | It could not be replayed: NullPointerException"
      })
  void namesReplaceIds(Kind kind, String kept, String shown) {
    assertThat(UNDER_THE_SET.line(kind, kept)).isEqualTo(shown);
  }

  @Test
  void stepsAreNamedByTheSetInForceAndNewOnesByTheRevision() {
    Map<String, byte[]> revised = new TreeMap<>(SHIPPED);
    revised.computeIfPresent(
        "processes/intake.bpmn",
        (file, content) ->
            new String(content, StandardCharsets.UTF_8)
                .replace("name=\"Log the referral\"", "name=\"Log it\"")
                .replace(
                    "<bpmn:userTask id=\"Task_LogReferral\"",
                    "<bpmn:userTask id=\"Task_CheckForm\" name=\"Check the form\" /><bpmn:userTask id=\"Task_LogReferral\"")
                .getBytes(StandardCharsets.UTF_8));

    CourseNames.LineNaming both = NAMES.forSets(List.of(SHIPPED, revised));

    assertThat(both.line(Kind.TASKS, "Log referral")).isEqualTo("\"Log the referral\"");
    assertThat(both.line(Kind.TASKS, "New: Check form")).isEqualTo("New: \"Check the form\"");
  }
}
