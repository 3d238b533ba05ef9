package scot.nrm.register;

import java.util.Arrays;
import java.util.List;
import scot.nrm.engine.StoredCode;

/** An action of an officer on a decision (D18). */
public enum Act implements StoredCode {
  PROPOSED("propose"),
  /** Checked by a person or panel that neither proposes nor confirms. */
  REVIEWED("review"),
  CONFIRMED("confirm"),
  SENT_BACK("send-back");

  private final String task;

  Act(String task) {
    this.task = task;
  }

  /** The value of a task's {@code act} property for it, such as {@code propose}. */
  public String task() {
    return task;
  }

  public static Act of(String id) {
    return StoredCode.of(Act.class, id);
  }

  /**
   * The act with this value of a task's {@code act} property.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Act ofTask(String task) {
    return Arrays.stream(values())
        .filter(act -> act.task.equals(task))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No act of a decision is called " + task));
  }

  /** The possible values of a task's {@code act} property. */
  static List<String> tasks() {
    return Arrays.stream(values()).map(Act::task).toList();
  }
}
