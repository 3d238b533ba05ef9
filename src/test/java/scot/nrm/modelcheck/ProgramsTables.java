package scot.nrm.modelcheck;

import java.nio.file.Path;
import java.util.List;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import scot.nrm.ConfigFile;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.KnownAuthorities;
import scot.nrm.pages.Templates;
import scot.nrm.routing.RoutingData;

/** The questions of the program to its decision tables, for tests without an application. */
public final class ProgramsTables {

  private ProgramsTables() {}

  @ComponentScan(
      basePackages = "scot.nrm",
      useDefaultFilters = false,
      includeFilters =
          @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = DecisionTables.Check.class))
  static class Checks {
    @Bean
    RoutingData routingData() {
      return new RoutingData(List.of(), List.of(100));
    }

    @Bean
    Authorities authorities() {
      return KnownAuthorities.OF_THE_FILE;
    }

    @Bean
    Templates templates() {
      return new Templates(Path.of("config/letters"), KnownAuthorities.OF_THE_FILE);
    }
  }

  public static List<DecisionTables.Check> checks() {
    try (AnnotationConfigApplicationContext program = new AnnotationConfigApplicationContext()) {
      program.setEnvironment(ConfigFile.read("config/councils.yaml", ""));
      program.register(Checks.class);
      program.refresh();
      return List.copyOf(program.getBeansOfType(DecisionTables.Check.class).values());
    }
  }
}
