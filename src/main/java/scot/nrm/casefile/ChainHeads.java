package scot.nrm.casefile;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The ends of all chains, as a chain of their own: each night adds a link for each chain that has
 * grown. This detects a case that is removed together with its chain, and a chain whose end is
 * removed. The end of this chain is one short line, which is kept outside the database.
 */
@Component
public class ChainHeads {

  /** The chain with the ends of the other chains. */
  static final String CHAIN = "heads";

  /** The kind of a link that records the end of another chain. */
  static final String HEAD = "head";

  private static final Pattern LINE =
      Pattern.compile("(\\d{4}-\\d{2}-\\d{2}) (\\d{1,9}) ([0-9a-f]{66})");

  private final JdbcClient jdbc;
  private final ChainReader reader;
  private final ChangeChain chain;

  ChainHeads(JdbcClient jdbc, ChainReader reader, ChangeChain chain) {
    this.jdbc = jdbc;
    this.reader = reader;
    this.chain = chain;
  }

  /**
   * The end of the chain of ends on a day. Its text is one line: the date, the number of links and
   * the MAC of the last one.
   */
  public record Line(LocalDate date, int links, String mac) {

    @Override
    public String toString() {
      return date + " " + links + " " + mac;
    }

    /** All lines of this kind in a text, such as a file or an email. */
    public static List<Line> in(String text) {
      List<Line> lines = new ArrayList<>();
      for (Matcher line = LINE.matcher(text); line.find(); ) {
        lines.add(
            new Line(
                LocalDate.parse(line.group(1)), Integer.parseInt(line.group(2)), line.group(3)));
      }
      return lines;
    }
  }

  /** How many chains have grown; also 0 if another node recorded them first. */
  public record Night(Line line, int grown) {}

  /** The latest known end of each chain. */
  Map<String, RecordedEnd> recordedEnds() {
    Map<String, RecordedEnd> ends = new HashMap<>();
    jdbc.sql("select * from chain_link where chain = ? and kind = ? order by seq")
        .params(CHAIN, HEAD)
        .query((row, number) -> ChainReader.link(row))
        .list()
        .forEach(link -> ends.put(link.rowId(), RecordedEnd.of(link.digest())));
    return ends;
  }

  /**
   * The end of a chain when it was recorded.
   *
   * @param seq the number of links
   * @param mac the MAC of the last link
   */
  record RecordedEnd(int seq, byte[] mac) {

    static RecordedEnd of(byte[] stored) {
      return new RecordedEnd(
          ByteBuffer.wrap(stored).getInt(), Arrays.copyOfRange(stored, 4, stored.length));
    }

    byte[] stored() {
      return ByteBuffer.allocate(4 + mac.length).putInt(seq).put(mac).array();
    }
  }

  /**
   * Adds the ends that have changed since the last time. Several nodes may do so at the same time:
   * all but the first find nothing new, and return the same line.
   *
   * @param today the date of the line
   * @return the line to keep outside the database; empty as long as there is no chain
   */
  @Transactional
  public Optional<Night> record(LocalDate today) {
    Optional<ChainReader.Link> last;
    List<ChangeChain.New> grown;
    do {
      last = reader.head(CHAIN);
      grown = grown();
    } while (!grown.isEmpty() && !chain.tryAppend(last, CHAIN, grown));
    int added = grown.size();
    return reader
        .head(CHAIN)
        .map(head -> new Line(today, head.seq(), HexFormat.of().formatHex(head.mac())))
        .map(line -> new Night(line, added));
  }

  private List<ChangeChain.New> grown() {
    Map<String, RecordedEnd> recordedEnds = recordedEnds();
    List<ChangeChain.New> grown = new ArrayList<>();
    jdbc.sql(
            """
            select l.chain, l.seq, l.mac from chain_link l
            join (select chain, max(seq) as seq from chain_link where chain <> ? group by chain) e
              on e.chain = l.chain and e.seq = l.seq order by l.chain\
            """)
        .param(CHAIN)
        .query(
            row -> {
              String name = row.getString("chain");
              RecordedEnd now = new RecordedEnd(row.getInt("seq"), row.getBytes("mac"));
              RecordedEnd before = recordedEnds.get(name);
              // A chain that has become shorter isn't recorded: its recorded end is evidence.
              if (before == null || before.seq() < now.seq()) {
                grown.add(new ChangeChain.New(HEAD, name, now.stored()));
              }
            });
    return grown;
  }
}
