package scot.nrm.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.forms.check.FormSchema;

@Tag("quick")
class PastCaseTest {

  private static final String SET = "set 1, today";

  @Test
  void aControlRunIsReusedOnlyForAnUnchangedCase() {
    UUID before = past("yes", Set.of("Task_AcceptConcern"), CaseCourse.NOTHING).digest(SET);

    assertThat(past("yes", Set.of("Task_AcceptConcern"), CaseCourse.NOTHING).digest(SET))
        .isEqualTo(before);
    assertThat(
            List.of(
                past("no", Set.of("Task_AcceptConcern"), CaseCourse.NOTHING).digest(SET),
                past("yes", Set.of(), CaseCourse.NOTHING).digest(SET),
                past(
                        "yes",
                        Set.of("Task_AcceptConcern"),
                        CaseCourse.NOTHING.withStuck(List.of("x")))
                    .digest(SET),
                past("yes", Set.of("Task_AcceptConcern"), CaseCourse.NOTHING)
                    .digest("set 2, today")))
        .doesNotContain(before)
        .doesNotHaveDuplicates();
  }

  @Test
  void aDeadlineInBothRegisterAndTimerIsListedOnce() {
    CaseCourse register = CaseCourse.NOTHING.withStuck(List.of("Due on 1 April 2009"));
    CaseCourse waiting =
        CaseCourse.NOTHING.withStuck(List.of("Due on 1 April 2009", "Reminder on 2 April 2009"));

    assertThat(register.plus(List.of(waiting, waiting)).lines().get(CaseCourse.Kind.STUCK))
        .containsExactly("Due on 1 April 2009", "Reminder on 2 April 2009");
  }

  /** The case it was merged with has another number in a rehearsal. */
  @Test
  void aFormNamesAnotherCaseByItsRehearsalNumber() throws IOException {
    String real = "NRM-2009-7Q4X-8KD9";
    PastCase merged =
        new PastCase(
            "NRM-2009-2222-346J",
            List.of(),
            Map.of("matchDecision", new TextNode("merge"), "matchCaseNumber", new TextNode(real)),
            Set.of("matchCaseNumber"),
            Set.of(),
            CaseCourse.NOTHING,
            Map.of(real, true));
    FormSchema form = FormSchema.parse(Files.readAllBytes(Path.of("forms/log-referral.form")));

    assertThat(
            new InventedAnswers(merged, null, "A", Map.of(real, "NRM-2009-2222-2239")::get)
                .to(form, Optional.empty(), null, null, LocalDateTime.of(2009, 4, 8, 10, 0), false))
        .containsEntry("matchDecision", "merge")
        .containsEntry("matchCaseNumber", "NRM-2009-2222-2239");
  }

  private static PastCase past(String believed, Set<String> tasks, CaseCourse course) {
    PastCase.Act act =
        new PastCase.Act(
            LocalDateTime.of(2009, 4, 1, 10, 0),
            true,
            "nrm-case",
            "first.responder",
            Map.of("believedTrafficked", believed));
    return new PastCase(
        "NRM-2009-7Q4X-8KD9",
        List.of(act),
        Map.of("childSex", new TextNode("unknown")),
        Set.of("childNames"),
        tasks,
        course,
        Map.of());
  }
}
