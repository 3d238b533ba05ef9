package scot.nrm.forms.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("quick")
class MarkdownTest {

  @Test
  void typedTextNeverBecomesMarkup() {
    assertThat(Markdown.escape("[x](http://a.example) <img src=x> **b** `c` O'Brien, Nguyễn"))
        .isEqualTo(
            "\\[x\\]\\(http\\:\\/\\/a\\.example\\) \\<img src\\=x\\> \\*\\*b\\*\\* \\`c\\` O'Brien, Nguyễn");
  }

  @Test
  void aLineBreakBecomesASpaceOnOneLineAndStaysInAnItemAndAQuotation() {
    assertThat(Markdown.escape(" one\n# two ")).isEqualTo("one \\# two");
    assertThat(Markdown.lines(" one\n\n  - two\n# three "))
        .isEqualTo("one\n\n  \\- two  \n  \\# three");
    assertThat(Markdown.quote("one\n\n    two\n")).isEqualTo("> one  \n>   \n> two");
  }

  @Test
  void aQuestionKeepsItsQuestionMarkBeforeTheAnswer() {
    assertThat(Markdown.item("Has asylum been claimed?", "No"))
        .isEqualTo("- **Has asylum been claimed?** No\n");
  }

  @Test
  void anItemWithoutAValueIsOmitted() {
    assertThat(Markdown.item("Names", "")).isEmpty();
    assertThat(Markdown.item("Names", "Kim")).isEqualTo("- **Names:** Kim\n");
  }
}
