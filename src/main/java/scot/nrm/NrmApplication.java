package scot.nrm;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.Consumer;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;
import scot.nrm.calendar.LocalDay;
import scot.nrm.engine.statements.SharedStatements;
import scot.nrm.repair.RepairRunner;
import scot.nrm.schema.SchemaUpdate;
import scot.nrm.startup.StartRefused;

/** The National Referral Mechanism for trafficked children in Scotland, on Camunda 7. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class NrmApplication {

  static {
    // D40: dates are dates in Europe/London. The engine and the database driver use the default
    // time zone of the virtual machine, so it must not depend on where the machine stands.
    TimeZone.setDefault(TimeZone.getTimeZone(LocalDay.ZONE));
  }

  /** What the operator may start in place of the application, by its option. */
  private static final List<Map.Entry<String, Consumer<String[]>>> COMMANDS =
      List.of(
          Map.entry(SchemaUpdate.OPTION, SchemaUpdate::run),
          Map.entry(ResealCommand.OPTION, ResealCommand::run),
          Map.entry(EraseCommand.OPTION, EraseCommand::run),
          Map.entry(CheckCommand.OPTION, CheckCommand::runAndExit),
          Map.entry(VerifyCommand.OPTION, VerifyCommand::runAndExit),
          Map.entry(TeamTasksCommand.OPTION, TeamTasksCommand::runAndExit),
          Map.entry(CompareCommand.OPTION, CompareCommand::run),
          Map.entry(RepairRunner.OPTION, RepairCommand::run));

  public static void main(String[] args) {
    Thread.currentThread().setUncaughtExceptionHandler((main, failure) -> tell(failure));
    ApplicationArguments given = new DefaultApplicationArguments(args);
    COMMANDS.stream()
        .filter(command -> given.containsOption(command.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(NrmApplication::start)
        .accept(args);
  }

  private static void start(String... args) {
    SpringApplication program = new SpringApplication(NrmApplication.class);
    program.addInitializers(SharedStatements::readAhead);
    program.run(args);
  }

  /** For what Spring hasn't reported, such as a file that a command is given and can't read. */
  static void tell(Throwable failure) {
    // Spring Boot's launcher of the jar calls main by reflection.
    Throwable cause =
        failure instanceof InvocationTargetException called ? called.getCause() : failure;
    if (cause instanceof StartRefused refused) {
      System.err.println(refused.getMessage());
    } else {
      cause.printStackTrace();
    }
  }
}
