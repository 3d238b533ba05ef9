package scot.nrm.age;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import scot.nrm.casefile.Adulthood;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterCase;
import scot.nrm.register.RegisterUpdates;

/**
 * The wait for the 18th birthday, which follows the known age (D7): it begins when a date of birth
 * is known that is neither estimated nor disputed, and calculates its day again when that changes.
 *
 * <p>The engine has no timer for it. A row for each child has the day on which the file is checked
 * next, and on the birthday a process starts that records it.
 */
@Component
public class ComingOfAgeWait {

  static final String DIAGRAM = "coming-of-age";

  private final Register register;
  private final RegisterUpdates updates;
  private final CaseFile file;
  private final CaseInstances instances;
  private final SupportAsAdult support;
  private final CaseClock clock;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  ComingOfAgeWait(
      Register register,
      RegisterUpdates updates,
      CaseFile file,
      CaseInstances instances,
      SupportAsAdult support,
      CaseClock clock,
      JdbcClient jdbc,
      PlatformTransactionManager transactions) {
    this.register = register;
    this.updates = updates;
    this.file = file;
    this.instances = instances;
    this.support = support;
    this.clock = clock;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
  }

  /**
   * Called when a date of birth, or whether it is disputed, has changed. A person who came of age
   * by a date that was wrong is a child again, as their letters already say (D37). May be repeated.
   *
   * @param officer who recorded the change, or {@code null}
   */
  public void recalculate(String caseNumber, String officer) {
    // The file is read after the lock: a correction may be under way.
    RegisterCase before = register.lock(caseNumber);
    CaseFileContent known = file.read(caseNumber);
    LocalDate today = clock.today();
    if (before.now().adultFrom() != null && !Adulthood.isAdult(known, today)) {
      updates.foundToBeChild(caseNumber, today, officer);
      support.stop(caseNumber, "came of age on a wrong date");
    }
    stop(caseNumber);
    RegisterCase now = register.lock(caseNumber);
    Optional<LocalDate> day =
        Adulthood.from(known).filter(birthday -> now.now().adultFrom() == null);
    if (day.isEmpty()) {
      return;
    }
    if (day.get().isAfter(today)) {
      jdbc.sql("insert into birthday_check (case_number, due_on) values (?, ?)")
          .params(caseNumber, nextCheck(day.get(), today))
          .update();
    } else {
      instances.start(DIAGRAM, caseNumber, now.localAuthority(), Map.of());
    }
  }

  public void stop(String caseNumber) {
    jdbc.sql("delete from birthday_check where case_number = ?").param(caseNumber).update();
  }

  /** The earliest day on which a file is opened. */
  public Optional<LocalDate> nextCheck() {
    return jdbc.sql("select min(due_on) from birthday_check").query(LocalDate.class).optional();
  }

  /**
   * The work of a day: opens the files that are due, each in a transaction of its own, so that it
   * is continued after an interruption and shared by several nodes.
   *
   * @return why files couldn't be checked, by the name of the exception, once for each; they are
   *     still due
   */
  public List<String> checkDue() {
    List<String> due =
        jdbc.sql("select case_number from birthday_check where due_on <= ? order by case_number")
            .param(clock.today())
            .query(String.class)
            .list();
    List<String> failed = new ArrayList<>();
    for (String caseNumber : due) {
      try {
        transaction.executeWithoutResult(status -> check(caseNumber));
      } catch (RuntimeException e) {
        failed.add(e.getClass().getSimpleName());
      }
    }
    return failed;
  }

  private void check(String caseNumber) {
    register.lock(caseNumber);
    // Another node may have been here before.
    if (jdbc.sql("select 1 from birthday_check where case_number = ? and due_on <= ?")
        .params(caseNumber, clock.today())
        .query(Integer.class)
        .optional()
        .isPresent()) {
      recalculate(caseNumber, null);
    }
  }

  /**
   * Never the birthday itself before it has come, because everyone who may see the database would
   * know the date of birth: the first day of its month, and in that month the next day.
   */
  static LocalDate nextCheck(LocalDate adultFrom, LocalDate today) {
    LocalDate month = adultFrom.withDayOfMonth(1);
    return month.isAfter(today) ? month : today.plusDays(1);
  }
}
