package scot.nrm.startup;

/** Thrown if the application must not start: the problem, and what the operator can do. */
public class StartRefused extends IllegalStateException {

  private final String problem;
  private final String action;

  /**
   * @param whatIsWrong the problem in one or two sentences, without any secret
   * @param whatToDo the action that the operator can take, in sentences
   */
  public StartRefused(String whatIsWrong, String whatToDo) {
    super(whatIsWrong + " " + whatToDo);
    this.problem = whatIsWrong;
    this.action = whatToDo;
  }

  public String problem() {
    return problem;
  }

  public String action() {
    return action;
  }
}
