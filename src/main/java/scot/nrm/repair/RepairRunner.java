package scot.nrm.repair;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;

/**
 * Asks for a repair if the start option names a file, and carries one out if it is a number. Then
 * the program ends before it is ready, so nothing starts that a node starts when it is ready.
 */
@Component
@ConditionalOnProperty(RepairRunner.OPTION)
public class RepairRunner implements ApplicationRunner {

  /** The command-line option: a file, or the number of an approved repair. */
  public static final String OPTION = "nrm.repair";

  private static final Logger LOG = LoggerFactory.getLogger(RepairRunner.class);

  private final Repairs repairs;
  private final ConfigurableApplicationContext program;
  private final String option;

  RepairRunner(
      Repairs repairs,
      ConfigurableApplicationContext program,
      @Value("${" + OPTION + "}") String wanted) {
    this.repairs = repairs;
    this.program = program;
    this.option = wanted;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    carryOut();
    program.close();
  }

  void carryOut() {
    if (option.matches("\\d{1,18}")) {
      Repair done = repairs.carryOut(Long.parseLong(option));
      LOG.info(
          "Repair {} of {} has been carried out. {} It is in the {}.",
          done.number(),
          done.subject(),
          repairs.sentence(done),
          done.account() == null ? "case's record" : "access log");
    } else {
      Repair asked = repairs.ask(RepairFile.read(Path.of(option)));
      LOG.info(
          "Repair {} of {} has been asked for. Nothing has changed yet. {} An NRM manager approves it at /nrm/repairs. Then run --{}={} within {} days.",
          asked.number(),
          asked.subject(),
          repairs.preview(asked),
          OPTION,
          asked.number(),
          Repair.APPROVAL_TIME.toDays());
    }
  }
}
