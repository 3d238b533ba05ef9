package scot.nrm.statistics;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import scot.nrm.engine.CaseClock;

/** The years with statistics, from the start of the National Referral Mechanism to this year. */
@Component
public class Years {

  private static final int FIRST = 2009;

  private final CaseClock clock;

  Years(CaseClock clock) {
    this.clock = clock;
  }

  /** The latest first. */
  public List<Integer> all() {
    return IntStream.rangeClosed(0, latest() - FIRST).mapToObj(ago -> latest() - ago).toList();
  }

  public int latest() {
    return Math.max(FIRST, clock.today().getYear());
  }

  /**
   * The answer for the chosen year.
   *
   * @param onInvalid the answer if the year isn't valid, with a sentence for the user
   */
  public <T> T chosen(String typed, IntFunction<T> answer, Function<String, T> onInvalid) {
    int year;
    try {
      year = chosen(typed);
    } catch (IllegalArgumentException e) {
      return onInvalid.apply(e.getMessage());
    }
    return answer.apply(year);
  }

  /**
   * @throws IllegalArgumentException with a sentence for the user, if the year isn't valid
   */
  public int chosen(String typed) {
    if (!typed.matches("\\d{4}") || !all().contains(Integer.parseInt(typed))) {
      throw new IllegalArgumentException("Choose a year from %d to %d.".formatted(FIRST, latest()));
    }
    return Integer.parseInt(typed);
  }
}
