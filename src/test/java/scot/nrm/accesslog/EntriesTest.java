package scot.nrm.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import scot.nrm.OnEachDatabase;
import scot.nrm.WholeApplication;
import scot.nrm.access.Viewer;
import scot.nrm.accesslog.Entries.LogEntry;
import scot.nrm.accesslog.Entries.Page;
import scot.nrm.accesslog.Entries.Search;

@WholeApplication
@OnEachDatabase
class EntriesTest {

  private static final Viewer PERSON = new Viewer("some.one", Set.of(), Set.of());
  private static final Search SEARCH = new Search("some.one", "", null, null, null, false, false);

  @Autowired AccessLog log;
  @Autowired Entries entries;

  @Test
  void entriesByAPersonAndAboutThemAreFoundOnceLatestFirst() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      log.record(Access.by(PERSON, What.MEMBERSHIP).detail("by " + i));
      log.record(Access.by("admin", What.MEMBERSHIP).detail("about " + i).about("some.one"));
      log.record(Access.by("admin", What.MEMBERSHIP).detail("neither").about("another"));
      log.record(Access.by(PERSON, What.MEMBERSHIP).detail("both " + i).about("some.one"));
      expected.addAll(0, List.of("both " + i, "about " + i, "by " + i));
    }

    List<String> found = new ArrayList<>();
    for (String before = ""; before != null; ) {
      Page page = entries.page(SEARCH, before);
      page.entries().stream().map(LogEntry::detail).forEach(found::add);
      before = page.older() == null ? null : page.older().toString();
    }
    List<String> asTable = new ArrayList<>();
    entries.forEach(SEARCH, entry -> asTable.add(entry.detail()));

    assertThat(found).isEqualTo(expected);
    assertThat(asTable).isEqualTo(expected);
  }
}
