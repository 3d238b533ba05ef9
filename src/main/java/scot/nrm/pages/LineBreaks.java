package scot.nrm.pages;

import com.openhtmltopdf.extend.FSTextBreaker;
import com.openhtmltopdf.layout.UrlAwareLineBreakIterator;
import java.text.BreakIterator;
import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds line breaks in a PDF as the library does, but never within a case number, an e-mail
 * address, a telephone number, the number of a flat, such as 3/2, or the word e-mail.
 */
final class LineBreaks implements FSTextBreaker {

  private static final Pattern WHOLE =
      Pattern.compile(
          "NRM(?:-[0-9A-Z]+)+|[\\w.+-]{1,64}+@[\\w-]+(?:\\.[\\w-]+)*|\\b0\\d{2,4}(?: \\d{3,6}){1,2}\\b|\\d+/\\d+|\\b[Ee]-mail");

  private final FSTextBreaker delegate =
      new UrlAwareLineBreakIterator(BreakIterator.getLineInstance(Locale.UK));
  private final BitSet within = new BitSet();

  @Override
  public void setText(String text) {
    delegate.setText(text);
    within.clear();
    WHOLE.matcher(text).results().forEach(whole -> within.set(whole.start() + 1, whole.end()));
  }

  @Override
  public int next() {
    int next = delegate.next();
    while (next != BreakIterator.DONE && within.get(next)) {
      next = delegate.next();
    }
    return next;
  }
}
