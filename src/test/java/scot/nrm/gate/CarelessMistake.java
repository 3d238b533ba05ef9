package scot.nrm.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The careless mistakes that once went live unseen, each in one file. */
public enum CarelessMistake {
  SECOND_OFFICER_DELETED(
      "processes/conclusive-grounds.bpmn",
      "Add a user task with the properties decision = conclusive-grounds and act = confirm.") {
    @Override
    String made(String text) {
      return without(
              without(text, "userTask", "Task_ConfirmConclusiveGrounds"),
              "exclusiveGateway",
              "Gateway_Confirmed")
          .replace("\"Task_ConfirmConclusiveGrounds\"", "\"Event_Confirmed\"");
    }
  },
  NO_FLOW_FOR_EACH_ANSWER(
      "processes/local-authority-assessment.bpmn", "has no flow for believedTrafficked = 'no'") {
    @Override
    String made(String text) {
      return text.replace(" default=\"Flow_NotBelieved\"", "")
          .replaceFirst(
              "(<bpmn:sequenceFlow id=\"Flow_NotBelieved\"[^>]*?) ?/>",
              "$1><bpmn:conditionExpression>\\${believedTrafficked == 'maybe'}</bpmn:conditionExpression></bpmn:sequenceFlow>");
    }
  },
  TIMER_TAKEN_OUT(
      "processes/reflection-period.bpmn", "Put a timer with the date ${reflectionEndDate} back.") {
    @Override
    String made(String text) {
      return without(text, "intermediateCatchEvent", "Timer_ReflectionEnds")
          .replace("targetRef=\"Timer_ReflectionEnds\"", "targetRef=\"Event_ReflectionEnds\"");
    }
  },
  TASK_WITHOUT_A_GROUP(
      "processes/local-authority-assessment.bpmn",
      "belongs to no group, so nobody would see it. Name its group under Candidate groups.") {
    @Override
    String made(String text) {
      return text.replaceFirst(" camunda:candidateGroups=\"la-duty-social-work\"", "");
    }
  },
  KEY_RENAMED("forms/assess-child.form", "asks believedTrafficked any more") {
    @Override
    String made(String text) {
      return text.replace("\"key\": \"believedTrafficked\"", "\"key\": \"isTrafficked\"");
    }
  },
  TABLE_WITH_A_GAP("processes/competent-authority.dmn", "No row answers if") {
    @Override
    String made(String text) {
      return text.replaceFirst("(?s)<rule id=\"Rule_Unknown\">.*?</rule>", "");
    }
  },
  CALL_OF_NO_DIAGRAM("processes/nrm-case.bpmn", "it calls no known process. Name one by its id") {
    @Override
    String made(String text) {
      return text.replaceFirst(
          "calledElement=\"leave-to-remain\"", "calledElement=\"leave-to-remian\"");
    }
  },
  NAME_OF_THE_CHILD_TO_THE_PROCESS(
      "forms/nrm-form-referral-and-child.form",
      "is marked process = yes, but text about the child stays in the child's file") {
    @Override
    String made(String text) {
      return text.replace(
          "\"key\": \"childNames\",",
          "\"key\": \"childNames\", \"properties\": {\"process\": \"yes\"},");
    }
  };

  private final String file;
  private final String sentence;

  CarelessMistake(String file, String sentence) {
    this.file = file;
    this.sentence = sentence;
  }

  abstract String made(String text);

  /** With its folder. */
  public String file() {
    return file;
  }

  /** The shipped file with the mistake. */
  public byte[] content() {
    try {
      String shipped = Files.readString(Path.of(file));
      String made = made(shipped);
      assertThat(made).as("changed " + file).isNotEqualTo(shipped);
      return made.getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A part of the sentence that says what is wrong or what to do. */
  public String sentence() {
    return sentence;
  }

  /** A diagram without an element, to which flows still lead. */
  private static String without(String text, String kind, String id) {
    return text.replaceFirst("(?s)<bpmn:%1$s id=\"%2$s\".*?</bpmn:%1$s>".formatted(kind, id), "")
        .replaceAll("<bpmn:flowNodeRef>" + id + "</bpmn:flowNodeRef>", "")
        .replaceAll("(?s)<bpmn:sequenceFlow [^>]*sourceRef=\"" + id + "\"[^>]*/>", "");
  }
}
