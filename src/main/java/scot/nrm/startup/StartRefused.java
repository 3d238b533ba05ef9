package scot.nrm.startup;

/**
 * The application must not start like this. Says briefly what is wrong and what the operator can do
 * about it.
 */
public class StartRefused extends IllegalStateException {

  private final String whatIsWrong;
  private final String whatToDo;

  /**
   * @param whatIsWrong one or two sentences, without any secret
   * @param whatToDo sentences that tell the operator the next step
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
