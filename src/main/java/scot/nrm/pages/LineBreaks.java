package scot.nrm.pages;

import com.openhtmltopdf.extend.FSTextBreaker;
import com.openhtmltopdf.layout.UrlAwareLineBreakIterator;
import java.text.BreakIterator;
import java.util.BitSet;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds line breaks in a PDF as the library does, but never within a case number. */
final class LineBreaks implements FSTextBreaker {

  private static final Pattern CASE_NUMBER = Pattern.compile("NRM(?:-[0-9A-Z]+)+");

  private final FSTextBreaker delegate =
      new UrlAwareLineBreakIterator(BreakIterator.getLineInstance(Locale.UK));
  private final BitSet withinNumber = new BitSet();

  @Override
  public void setText(String text) {
    delegate.setText(text);
    withinNumber.clear();
    CASE_NUMBER
        .matcher(text)
        .results()
        .forEach(number -> withinNumber.set(number.start() + 1, number.end()));
  }

  @Override
  public int next() {
    int next = delegate.next();
    while (next != BreakIterator.DONE && withinNumber.get(next)) {
      next = delegate.next();
    }
    return next;
  }
}
