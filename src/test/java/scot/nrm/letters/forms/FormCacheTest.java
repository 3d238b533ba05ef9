package scot.nrm.letters.forms;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class FormCacheTest {

  private static final byte[] PDF = "%PDF-1.7 Morag Bain".getBytes(ISO_8859_1);

  private final Map<String, byte[]> kept = new ConcurrentHashMap<>();
  private final FormCache forms = new FormCache(kept);
  private final AtomicInteger written = new AtomicInteger();

  private byte[] write() {
    written.incrementAndGet();
    return PDF.clone();
  }

  @Test
  void aFormIsRenderedOnceForAllItsReaders() throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(4);
    try {
      List<Future<byte[]>> read =
          IntStream.range(0, 20)
              .mapToObj(i -> readers.submit(() -> forms.of("a", this::write)))
              .toList();
      for (Future<byte[]> one : read) {
        assertThat(one.get()).isEqualTo(PDF);
      }
    } finally {
      readers.shutdownNow();
    }

    assertThat(written).hasValue(1);
  }

  @Test
  void aFormWithDifferentTextIsRenderedAgain() {
    forms.of("a child", this::write);
    forms.of("a child, corrected", this::write);

    assertThat(written).hasValue(2);
  }

  @Test
  void aCachedFormIsEncryptedAndItsIdHasNoName() {
    forms.of("Morag Bain", this::write);

    assertThat(kept).hasSize(1);
    kept.forEach(
        (id, form) -> assertThat(id + new String(form, ISO_8859_1)).doesNotContain("Morag", "PDF"));
  }

  @Test
  void aFailedRenderingIsRepeated() {
    assertThatThrownBy(
            () ->
                forms.of(
                    "a",
                    () -> {
                      throw new IllegalStateException("not well formed");
                    }))
        .hasMessage("not well formed");

    assertThat(forms.of("a", this::write)).isEqualTo(PDF);
  }

  @Test
  void onlyTheMostRecentlyReadFormsAreCached() {
    FormCache few = new FormCache();
    IntStream.range(0, 100).forEach(i -> few.of("form " + i, this::write));
    few.of("form 99", this::write);
    assertThat(written).hasValue(100);

    few.of("form 0", this::write);
    assertThat(written).hasValue(101);
  }
}
