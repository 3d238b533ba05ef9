package scot.nrm;

import java.util.TimeZone;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import scot.nrm.calendar.LocalDay;
import scot.nrm.schema.SchemaUpdate;

/** The National Referral Mechanism for trafficked children in Scotland, on Camunda 7. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class NrmApplication {

  static {
    // D40: dates are dates in Europe/London. The engine and the database driver use the default
    // time zone of the
    // virtual machine, so it must not depend on where the machine stands.
    TimeZone.setDefault(TimeZone.getTimeZone(LocalDay.ZONE));
  }

  public static void main(String[] args) {
    if (SchemaUpdate.isWanted(args)) {
      SchemaUpdate.run(args);
    } else if (ResealCommand.isWanted(args)) {
      ResealCommand.run(args);
    } else if (EraseCommand.isWanted(args)) {
      EraseCommand.run(args);
    } else if (RepairCommand.isWanted(args)) {
      RepairCommand.run(args);
    } else {
      SpringApplication.run(NrmApplication.class, args);
    }
  }
}
