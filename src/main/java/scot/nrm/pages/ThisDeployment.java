package scot.nrm.pages;

import java.time.LocalDate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import scot.nrm.engine.CaseClock;

/**
 * What Camunda's applications ask before they show anything: how this deployment is called, whether
 * its cases are invented, and what day it is for them, which the browser's own clock cannot know
 * where ours has been moved. Anybody may read it, as the sign-in shows it too: in production the
 * clock cannot be moved, so the day is the one that every answer carries in its header, and nothing
 * here is about a case or a person.
 */
@RestController
public class ThisDeployment {

  /** Open to everybody, however people sign in. */
  public static final String PATH = "/nrm/deployment";

  private final String name;
  private final String fullName;
  private final boolean training;
  private final CaseClock clock;

  ThisDeployment(
      @Value("${nrm.name}") String name,
      @Value("${nrm.full-name}") String fullName,
      @Value("${nrm.demo.enabled:false}") boolean training,
      CaseClock clock) {
    this.name = name;
    this.fullName = fullName;
    this.training = training;
    this.clock = clock;
  }

  /**
   * @param name as it stands on each page and on the browser's tab
   * @param fullName as it stands where people sign in
   * @param training whether people and cases are invented
   * @param today in Europe/London (D40)
   */
  record Shown(String name, String fullName, boolean training, LocalDate today) {}

  @GetMapping(PATH)
  Shown show() {
    return new Shown(name, fullName, training, clock.today());
  }
}
