package scot.nrm.letters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.mockito.Mockito;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.mail.MailSenderAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Controller;
import scot.nrm.Databases.Database;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.SignedIn;
import scot.nrm.accesslog.AccessLog;
import scot.nrm.calendar.LocalDay;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileParts;
import scot.nrm.casefile.Store;
import scot.nrm.decision.deadline.DecisionTable;
import scot.nrm.decision.deadline.TimeLimits;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.CaseInstances;
import scot.nrm.engine.DecisionTables;
import scot.nrm.engine.authorities.Authorities;
import scot.nrm.engine.authorities.Authority;
import scot.nrm.engine.sets.DefinitionSets;
import scot.nrm.forms.DeployedForms;
import scot.nrm.forms.check.FormFile;
import scot.nrm.forms.check.OptionLists;
import scot.nrm.forms.text.FormText;
import scot.nrm.letters.PrintQueue.Search;
import scot.nrm.mail.MailServer;
import scot.nrm.mail.MailSettings;
import scot.nrm.pages.PageRequest;
import scot.nrm.pages.PdfWriter;
import scot.nrm.pages.SignedInPages;
import scot.nrm.pages.Templates;
import scot.nrm.register.CaseLists;
import scot.nrm.register.Links;
import scot.nrm.register.Outcome;
import scot.nrm.register.RecordedActs;
import scot.nrm.register.Register;
import scot.nrm.register.RegisterFacts;
import scot.nrm.register.RegisterUpdates;
import scot.nrm.register.Stage;
import scot.nrm.routing.EeaMembership;
import scot.nrm.routing.LeaveNeed;
import scot.nrm.schema.DatabaseOnly;

/**
 * Letters with case file and register on a database of their own, without an engine; the tables are
 * the real ones.
 */
class PostRoom extends Store {

  static final String OFFICER = "ukhtc.second";

  /**
   * @param properties such as {@code spring.mail.host=localhost}
   */
  PostRoom(Database database, String... properties) {
    super(
        database, Parts.class, Arrays.stream(properties).map("--"::concat).toArray(String[]::new));
  }

  /** The pages of letters and of the print queue. */
  Object[] pages() {
    return context.getBeansWithAnnotation(Controller.class).values().toArray();
  }

  /** The letters that wait to be posted by an authority. */
  List<Letter> waitingAt(String sender) {
    return get(PrintQueue.class)
        .page(
            new Search(Set.of(sender), false, null, null), PageRequest.parse("1", PrintQueue.ROWS))
        .letters();
  }

  LetterArchive archive() {
    return get(LetterArchive.class);
  }

  /**
   * A case in Glasgow, reported by a school, logged on 6 April 2009 and routed to an authority.
   *
   * @param authority {@code null} where no authority is known yet
   */
  String openCase(String authority, Map<String, String> fileFields) {
    String caseNumber = openConcern(fileFields);
    inTransaction(
        () -> {
          register()
              .referralReceived(
                  caseNumber,
                  LocalDate.parse("2009-04-06"),
                  new RegisterFacts(List.of("VN"), "female", 14, false));
          if (authority != null) {
            register()
                .routed(caseNumber, Stage.REASONABLE_GROUNDS, Authority.of(authority), "D13.5");
          }
        });
    return caseNumber;
  }

  /** The same, without an NRM form. */
  String openConcern(Map<String, String> fileFields) {
    String caseNumber = get(CaseFile.class).nextCaseNumber(LocalDate.parse("2009-04-06"));
    Map<String, String> fields =
        new HashMap<>(
            Map.of(
                "firstResponderAgency", "education",
                "firstResponderOffice", "Example Academy",
                "leadProfessionalName", "Morag Bain",
                "childNames", "An Thi Nguyen"));
    fields.putAll(fileFields);
    inTransaction(
        () ->
            register()
                .openCase(
                    caseNumber,
                    "glasgow-city",
                    LocalDate.parse("2009-04-06"),
                    "education",
                    null,
                    null));
    file(caseNumber, fields);
    return caseNumber;
  }

  /** Writes into the file of a case. */
  void file(String caseNumber, Map<String, String> fields) {
    Map<String, JsonNode> nodes = new HashMap<>();
    fields.forEach((key, value) -> nodes.put(key, TextNode.valueOf(value)));
    inTransaction(() -> get(CaseFile.class).merge(caseNumber, nodes, "glasgow.lead"));
  }

  void decide(String caseNumber, Stage stage, String outcome, LocalDate date) {
    inTransaction(
        () ->
            register()
                .decided(
                    caseNumber,
                    RecordedActs.decision(
                        stage,
                        Outcome.of(outcome),
                        date,
                        "ukhtc",
                        "The minute of reasons says this.")));
  }

  /** Two cases are of one child, and the second continues (D12). */
  void merge(String ends, String continues) {
    inTransaction(
        () -> {
          get(Links.class).link(ends, continues, Links.Why.MERGED, "ukhtc.intake");
          get(RegisterUpdates.class)
              .merged(ends, continues, LocalDate.parse("2009-04-07"), "ukhtc.intake");
        });
  }

  FormText formText(String name) {
    return context.getBean(name, FormText.class);
  }

  List<Letter> send(String caseNumber, String occasion, String occurrence) {
    return send(new LetterOccasion(caseNumber, occasion, occurrence, OFFICER));
  }

  /** Sends the letters of an occasion that a test describes whole, such as one with dates. */
  List<Letter> send(LetterOccasion occasion) {
    return inTransaction(() -> get(Letters.class).send(occasion));
  }

  /** The person has moved from Glasgow to Fife (D41). */
  void personMoved(String caseNumber) {
    moved(caseNumber, "glasgow-city", "fife");
  }

  /** The person has moved to another local authority (D41). */
  void moved(String caseNumber, String from, String to) {
    inTransaction(
        () -> {
          get(RegisterUpdates.class)
              .councilChanged(caseNumber, to, LocalDate.parse("2009-04-08"), OFFICER);
          get(LettersAfterChange.class).updateAddressesAfterMove(caseNumber, from, to, OFFICER);
        });
  }

  /** The letter from the former authority of a case to the present one (D14). */
  Letter transfer(String caseNumber, Authority writer, String occurrence) {
    return send(new LetterOccasion(
            caseNumber, "transfer", occurrence, OFFICER, writer, null, Map.of()))
        .get(0);
  }

  static void setDay(LocalDate day) {
    ClockUtil.setCurrentTime(new Date(LocalDay.startOf(day).getTime() + 12 * 60 * 60 * 1000));
  }

  @Override
  public void close() {
    ClockUtil.reset();
    super.close();
  }

  @DatabaseOnly
  @ImportAutoConfiguration(MailSenderAutoConfiguration.class)
  @EnableConfigurationProperties({
    Authorities.class, Organisations.class,
    DeliveryProperties.class, EeaMembership.class,
    MailSettings.class
  })
  @Import({
    CaseClock.class, CaseFileParts.class, Register.class, RegisterUpdates.class, Links.class,
    TimeLimits.class, Templates.class, PdfWriter.class, LetterWriter.class, LetterArchive.class,
    Delivery.class, CaseLists.class, WaitingLetters.class, Letters.class, LetterSubjects.class,
    PoliceForces.class, LetterIssuer.class, PrintQueue.class, CaseAccess.class, LetterPages.class,
    LetterReaders.class, AccessLog.class, WrongLetters.class, SignedInPages.class, MailServer.class,
    LeaveNeed.class, OtherReporters.class, LetterTable.class, LettersAfterChange.class
  })
  @ComponentScan({"scot.nrm.letters.forms", "scot.nrm.letters.queue"})
  static class Parts {

    @Bean
    OptionLists optionLists() {
      return FormFile.lists();
    }

    @Bean
    DeployedForms deployedForms(OptionLists lists) {
      DeployedForms forms = Mockito.mock(DeployedForms.class);
      Mockito.when(forms.lists(Mockito.anyString())).thenReturn(lists);
      return forms;
    }

    @Bean
    DefinitionSets definitionSets() {
      return new DefinitionSets(null, null) {
        @Override
        public byte[] file(String name, String caseNumber) {
          try {
            return Files.readAllBytes(Path.of("forms", name));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        @Override
        public String deploymentFor(String caseNumber) {
          return "";
        }
      };
    }

    @Bean
    DecisionTables decisionTables() {
      return new DecisionTables(null, null) {
        @Override
        public Map<String, Object> ask(String caseNumber, String table, Map<String, Object> facts) {
          return askAll(caseNumber, table, facts).get(0);
        }

        @Override
        public List<Map<String, Object>> askAll(
            String caseNumber, String table, Map<String, Object> facts) {
          return DecisionTable.named(table).ask(facts);
        }
      };
    }

    @Bean
    TaskService taskService() {
      return Mockito.mock(TaskService.class, Mockito.RETURNS_DEEP_STUBS);
    }

    @Bean
    CaseInstances caseInstances() {
      return Mockito.mock(CaseInstances.class);
    }

    @Bean
    SigningOfficers signingOfficers() {
      return Mockito.mock(SigningOfficers.class);
    }

    @Bean
    SignedIn signedIn() {
      return Mockito.mock(SignedIn.class);
    }
  }
}
