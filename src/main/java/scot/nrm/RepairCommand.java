package scot.nrm;

import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.MapPropertySource;
import scot.nrm.repair.RepairRunner;

/**
 * The operator's command that asks for a repair of a case or carries it out, and exits. It needs
 * the engine and the steps of the diagrams, so it starts the whole application, but answers at no
 * address and does no other work meanwhile.
 */
final class RepairCommand {

  private static final Map<String, Object> ALONE =
      Map.of(
          "server.port", "-1",
          "management.server.port", "-1",
          "camunda.bpm.job-execution.enabled", "false",
          "nrm.access-alerts.every", "0s");

  private RepairCommand() {}

  /**
   * Asks or repairs.
   *
   * @throws scot.nrm.startup.StartRefused if it isn't possible, with what to do
   */
  static void run(String... args) {
    new SpringApplicationBuilder(NrmApplication.class)
        .initializers(
            context ->
                context
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource(RepairRunner.OPTION, ALONE)))
        .run(args)
        .close();
  }
}
