package scot.nrm.cockpit.caseload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.engine.authorities.KnownAuthorities;

@Tag("quick")
class CaseloadCsvTest {

  private static final LocalDate DAY = LocalDate.of(2009, 6, 2);

  @Test
  void aRowContainsWhatThePageShows() throws Exception {
    CaseloadRow row =
        new CaseloadRow(
            "NRM-2009-2222-2239",
            "Glasgow City Council",
            List.of("Reasonable grounds"),
            null,
            null,
            "UKHTC",
            DAY.minusDays(9),
            DAY.minusDays(8),
            DAY.minusDays(10),
            CaseloadRow.Due.of("reasonable-grounds", DAY.minusDays(1), DAY),
            null,
            null,
            DAY.minusDays(2),
            true,
            true,
            false,
            3,
            true,
            List.of("Adult since 1 June 2009", "Removal on hold"),
            List.of(
                new CaseloadRow.Holder("UKHTC case owners", "Gwen Selwood (ukhtc.owner)"),
                new CaseloadRow.Holder("Lead professionals", null)));

    assertThat(cells(row))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("Case number", "NRM-2009-2222-2239"),
                Map.entry("Local authority", "Glasgow City Council"),
                Map.entry("Stage", "Reasonable grounds"),
                Map.entry("Authority", "UKHTC"),
                Map.entry("First contact", "2009-05-24"),
                Map.entry("NRM form received", "2009-05-25"),
                Map.entry("UKBA copy", "2009-05-23"),
                Map.entry("Next deadline", "Reasonable grounds"),
                Map.entry("Deadline", "2009-06-01"),
                Map.entry("Deadline status", "1 day late"),
                Map.entry(
                    "Assigned to", "Gwen Selwood (ukhtc.owner); Lead professionals: unassigned"),
                Map.entry("Notes", "Adult since 1 June 2009; Removal on hold"),
                Map.entry("Missing since", "2009-05-31"),
                Map.entry("Removal on hold", "yes"),
                Map.entry("Adult", "yes"),
                Map.entry("Incident", "no"),
                Map.entry("Diagram version", "3")));
  }

  @Test
  void d9ACopyInAnotherCaseShowsOnlyNumberCouncilAndDate() throws Exception {
    assertThat(cells(CaseloadRow.copy("NRM-2009-2222-2247", "Fife Council", DAY)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Case number",
                "NRM-2009-2222-2247",
                "Local authority",
                "Fife Council",
                "UKBA copy",
                "2009-06-02"));
  }

  /** The cells that are not empty, by column heading. */
  private static Map<String, String> cells(CaseloadRow row) throws Exception {
    StringWriter written = new StringWriter();
    CaseloadCsv csv = new CaseloadCsv(written, KnownAuthorities::named);
    csv.row(row);
    csv.finish();
    try (CSVParser read =
        CSVParser.parse(
            written.toString().substring(1),
            CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())) {
      return read.getRecords().get(0).toMap().entrySet().stream()
          .filter(cell -> !cell.getValue().isEmpty())
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
  }
}
