package scot.nrm.register;

import java.util.Arrays;
import java.util.List;
import scot.nrm.engine.StoredCode;

/** What an officer does with a decision (D18). */
public enum Act implements StoredCode {
  PROPOSED("propose"),
  /** Checked by a person or panel who neither proposes nor confirms. */
  REVIEWED("review"),
  CONFIRMED("confirm"),
  SENT_BACK("send-back");

  private final String task;

  Act(String task) {
    this.task = task;
  }

  /** What a task for it is for, such as {@code propose}. */
  public String task() {
    return task;
  }

  public static Act of(String id) {
    return StoredCode.of(Act.class, id);
  }

  /**
   * The act of a task for it.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Act ofTask(String task) {
    return Arrays.stream(values())
        .filter(act -> act.task.equals(task))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No act of a decision is called " + task));
  }

  /** What tasks can be for. */
  static List<String> tasks() {
    return Arrays.stream(values()).map(Act::task).toList();
  }
}
