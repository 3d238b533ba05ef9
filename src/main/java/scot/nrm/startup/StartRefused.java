package scot.nrm.startup;

/**
 * Thrown if the application must not start. It has the problem and the action that the operator can
 * take.
 */
public class StartRefused extends IllegalStateException {

  private final String whatIsWrong;
  private final String whatToDo;

  /**
   * @param whatIsWrong the problem in one or two sentences, without any secret
   * @param whatToDo the action that the operator can take, in sentences
   */
  public StartRefused(String whatIsWrong, String whatToDo) {
    super(whatIsWrong + " " + whatToDo);
    this.whatIsWrong = whatIsWrong;
    this.whatToDo = whatToDo;
  }

  public String whatIsWrong() {
    return whatIsWrong;
  }

  public String whatToDo() {
    return whatToDo;
  }
}
