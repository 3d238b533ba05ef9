package scot.nrm.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static scot.nrm.statistics.InventedRegister.day;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scot.nrm.engine.authorities.KnownAuthorities;

@Tag("quick")
public class RegisterCsvTest {

  @Test
  void d38EveryCaseIsARowOfCodesAndDates() {
    String csv = csv(InventedRegister.ofEachKind());

    assertThat(
            csv.lines()
                .map(line -> line.split(",", -1))
                .map(cells -> pick(cells, 0, 1, 2, 4, 20, 32)))
        .containsExactly(
            "\uFEFFcase_number counted not_counted_because quarter rg_outcome cg_outcome",
            "NRM-2009-000001 yes  2009-Q2 positive positive",
            "NRM-2009-000002 yes  2009-Q2 negative not-reached",
            "NRM-2009-000003 yes  2009-Q3 pending not-reached",
            "NRM-2009-000004 yes  2009-Q3 suspended not-reached",
            "NRM-2009-000005 yes  2009-Q4 positive suspended",
            "NRM-2009-000006 yes  2009-Q4 negative not-reached",
            "NRM-2009-000007 yes  2009-Q2 positive closed-undecided",
            "NRM-2009-000008 yes  2010-Q1 pending not-reached",
            "NRM-2009-000009 no no-referral   ",
            "NRM-2009-000010 no merged 2009-Q2 pending not-reached",
            "NRM-2009-000011 no entered-in-error 2009-Q2 closed-undecided not-reached");
  }

  /** The expected row, written by hand. */
  @Test
  void aRowHasEveryColumnInOrder() {
    String row = csv(InventedRegister.ofEachKind()).lines().skip(1).findFirst().orElseThrow();

    assertThat(row)
        .isEqualTo(
            "NRM-2009-000001,yes,,,2009-Q2,2009-04-06,2009-04-02,,glasgow-city,police,VN,female,15,no,,,D13.5,UKHTC,2009-04-15,2009-04-15,positive,2009-04-14,no,0,1,,,,2,UKBA,2009-05-29,2009-05-29,positive,2009-06-02,yes,4,,,0,,3,,0,on,,,,,recognised,2009-06-02");
  }

  @Test
  void severalNationalitiesShareOneCell() {
    assertThat(parsed(csv(InventedRegister.ofEachKind())).get(1).get("nationalities"))
        .isEqualTo("GB NG");
  }

  @Test
  void theTableNamesNoOfficer() {
    assertThat(csv(InventedRegister.ofEachKind())).doesNotContain("first.responder");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=HYPERLINK(\"http://example.org\")",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u00A0=1",
        "\uFF1D1",
        "|cmd"
      })
  void noCellCanBeReadAsAFormula(String typed) {
    String csv = csv(new InventedRegister().with(c -> c.agency = typed));

    assertThat(parsed(csv).get(0).get("first_responder_agency")).isEqualTo("'" + typed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b", "say \"no\"", "two\r\nlines", "Nguyễn"})
  void cellsAreQuotedAsInRfc4180(String typed) {
    String csv =
        csv(
            new InventedRegister()
                .with(
                    c -> {
                      c.agency = typed;
                      c.received = day("2009-04-06");
                    }));

    assertThat(parsed(csv).get(0).get("first_responder_agency")).isEqualTo(typed);
    assertThat(csv).endsWith("\r\n").startsWith("\uFEFFcase_number,");
  }

  @Test
  void everyColumnIsDocumented() throws IOException {
    String documented = Files.readString(Path.of("docs", "reference", "statistics.md"));

    assertThat(RegisterCsv.COLUMNS)
        .allSatisfy(
            column ->
                assertThat(documented)
                    .contains(
                        "| `"
                            + column.name()
                            + "` | "
                            + KnownAuthorities.named(column.meaning())
                            + " |"));
    assertThat(RegisterCsv.COLUMNS).extracting(RegisterCsv.Column::name).doesNotHaveDuplicates();
  }

  static String csv(InventedRegister register) {
    StringWriter out = new StringWriter();
    new RegisterCsv(register.asRegister()).write(out);
    return out.toString();
  }

  public static List<CSVRecord> parsed(String csv) {
    try {
      return CSVFormat.RFC4180
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .get()
          .parse(new StringReader(csv.substring(1)))
          .getRecords();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pick(String[] cells, int... which) {
    return Arrays.stream(which).mapToObj(i -> cells[i]).collect(Collectors.joining(" "));
  }
}
