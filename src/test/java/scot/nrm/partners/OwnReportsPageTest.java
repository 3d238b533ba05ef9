package scot.nrm.partners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scot.nrm.access.CaseAccess;
import scot.nrm.access.Viewer;
import scot.nrm.pages.StartPageEntry.Entry;

@Tag("quick")
class OwnReportsPageTest {

  @Test
  void aPersonWithSeveralRolesFindsThePageOfEach() {
    CaseAccess access = mock(CaseAccess.class);
    Viewer viewer =
        new Viewer(
            "ukba.port", Set.of("first-responder", "ukba-port-officer", "ukba-intake"), Set.of());
    when(access.mayReadCopies(viewer)).thenReturn(true);

    assertThat(
            new OwnReportsPage(null, access, null, null, null, null, null)
                .entries(viewer).stream().map(Entry::path))
        .containsExactly("/nrm/my-concerns", "/nrm/my-copies", "/nrm/copies");
  }
}
