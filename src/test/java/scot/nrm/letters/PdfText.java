package scot.nrm.letters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDMarkedContentReference;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureElement;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureNode;
import org.apache.pdfbox.pdmodel.documentinterchange.markedcontent.PDMarkedContent;
import org.apache.pdfbox.text.PDFMarkedContentExtractor;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/**
 * What a reader finds in a PDF. Lines are joined, so that a test does not depend on where a line
 * breaks.
 */
public final class PdfText {

  private PdfText() {}

  public static String of(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static int pages(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return document.getNumberOfPages();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A glyph on a page, in millimetres from the left and from the top of the sheet.
   *
   * @param size of the font in points
   */
  public record Glyph(
      String text, double left, double right, double top, double bottom, double size) {

    boolean lies(double left, double right, double top, double bottom) {
      return this.left < right && this.right > left && this.top < bottom && this.bottom > top;
    }
  }

  /** What is printed on a page, in the order of the file; spaces are left out. */
  public static List<Glyph> glyphs(byte[] pdf, int page) {
    List<Glyph> glyphs = new ArrayList<>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDFTextStripper stripper =
          new PDFTextStripper() {
            @Override
            protected void processTextPosition(TextPosition text) {
              if (!text.getUnicode().isBlank()) {
                // The library's own size in points is a whole number.
                double size = text.getTextMatrix().getScalingFactorX();
                // From the top of a small letter with an accent to the bottom of a g.
                double bottom = text.getYDirAdj() + 0.24 * size;
                double top = text.getYDirAdj() - 0.76 * size;
                glyphs.add(
                    new Glyph(
                        text.getUnicode(),
                        mm(text.getXDirAdj()),
                        mm(text.getXDirAdj() + text.getWidthDirAdj()),
                        mm(top),
                        mm(bottom),
                        size));
              }
            }
          };
      stripper.setStartPage(page);
      stripper.setEndPage(page);
      stripper.getText(document);
      return glyphs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double mm(double points) {
    return points * 25.4 / 72;
  }

  /**
   * Whether a screen reader finds tags, language and title, and the file says that it is PDF/UA.
   */
  static boolean isAccessible(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDDocumentCatalog catalog = document.getDocumentCatalog();
      String metadata = new String(catalog.getMetadata().toByteArray(), StandardCharsets.UTF_8);
      return catalog.getMarkInfo().isMarked()
          && catalog.getStructureTreeRoot() != null
          && "en-GB".equals(catalog.getLanguage())
          && catalog.getViewerPreferences().displayDocTitle()
          && metadata.contains("pdfuaid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tags in the order in which a screen reader reads them. */
  public static List<String> tags(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      List<String> tags = new ArrayList<>();
      tags(document.getDocumentCatalog().getStructureTreeRoot(), tags);
      return tags;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tags(PDStructureNode parent, List<String> tags) {
    for (Object child : parent.getKids()) {
      if (child instanceof PDStructureElement element) {
        String tag = element.getStandardStructureType();
        boolean mute = tag.equals("Figure") && element.getAlternateDescription() == null;
        tags.add(mute ? "Figure without text" : tag);
        tags(element, tags);
      }
    }
  }

  /** The text in the order in which a screen reader reads it. */
  static String readAloud(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      Map<PDPage, Map<Integer, String>> texts = new HashMap<>();
      for (PDPage page : document.getPages()) {
        PDFMarkedContentExtractor extractor = new PDFMarkedContentExtractor();
        extractor.processPage(page);
        Map<Integer, String> ofPage = texts.computeIfAbsent(page, key -> new HashMap<>());
        extractor.getMarkedContents().forEach(marked -> ofPage.put(marked.getMCID(), text(marked)));
      }
      List<String> read = new ArrayList<>();
      readAloud(document.getDocumentCatalog().getStructureTreeRoot(), texts, read);
      return String.join(" ", read).replaceAll("\\s+", " ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void readAloud(
      PDStructureNode parent, Map<PDPage, Map<Integer, String>> texts, List<String> read) {
    for (Object child : parent.getKids()) {
      if (child instanceof PDStructureElement element) {
        readAloud(element, texts, read);
      } else if (child instanceof Integer id && parent instanceof PDStructureElement element) {
        read.add(texts.get(element.getPage()).get(id));
      } else if (child instanceof PDMarkedContentReference reference) {
        read.add(texts.get(reference.getPage()).get(reference.getMCID()));
      }
    }
  }

  private static String text(PDMarkedContent marked) {
    return marked.getContents().stream()
        .filter(TextPosition.class::isInstance)
        .map(position -> ((TextPosition) position).getUnicode())
        .collect(Collectors.joining());
  }

  /** Texts that a screen reader omits: neither in a tag nor marked as decoration. */
  static List<String> textWithoutTag(byte[] pdf) {
    List<String> texts = new ArrayList<>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      for (PDPage page : document.getPages()) {
        int depth = 0;
        for (Object token : new PDFStreamParser(page).parse()) {
          if (token instanceof Operator operator) {
            switch (operator.getName()) {
              case "BDC", "BMC" -> depth++;
              case "EMC" -> depth--;
              case "Tj", "TJ" -> {
                if (depth == 0) {
                  texts.add(operator.getName());
                }
              }
              default -> {}
            }
          }
        }
      }
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fonts that the characters of a script are printed in. */
  static Set<String> fontsOf(byte[] pdf, UnicodeScript script) {
    Set<String> fonts = new TreeSet<>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      new PDFTextStripper() {
        @Override
        protected void processTextPosition(TextPosition text) {
          if (text.getUnicode().codePoints().anyMatch(each -> UnicodeScript.of(each) == script)) {
            fonts.add(text.getFont().getName().replaceFirst("^[A-Z]{6}\\+", ""));
          }
        }
      }.getText(document);
      return fonts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String title(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return document.getDocumentInformation().getTitle();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
