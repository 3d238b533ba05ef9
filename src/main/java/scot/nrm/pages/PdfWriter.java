package scot.nrm.pages;

import com.openhtmltopdf.bidi.support.ICUBidiReorderer;
import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.extend.impl.FSDefaultCacheStore;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FSFontUseCase;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.CacheStore;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerFactory;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.OpenTypeFont;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Converts XHTML to a PDF with embedded fonts. DejaVu has Latin (with Vietnamese), Cyrillic, Greek,
 * Arabic, Armenian, Georgian and more; for other scripts it uses a font from the folder {@code
 * nrm.letters.fonts} or from the operating system ({@link ScriptFonts}). A character that no font
 * has becomes an empty box: a letter must be sent, whatever the child's name is.
 */
@Component
public class PdfWriter {

  private static final Logger LOG = LoggerFactory.getLogger(PdfWriter.class);
  private static final String DEJAVU = "/net/sf/jasperreports/fonts/dejavu/";
  private static final String FAMILY = "DejaVu Sans Condensed";

  /** The tables of the font that are kept; with ligatures, copied text would lack characters. */
  private static final List<String> FONT_TABLES =
      List.of(
          "OS/2", "cmap", "cvt ", "fpgm", "gasp", "glyf", "head", "hhea", "hmtx", "loca", "maxp",
          "name", "post", "prep");

  private static final String NO_GLYPH = "\u25AF";
  private static final Set<UnicodeScript> NO_SCRIPT =
      EnumSet.of(UnicodeScript.COMMON, UnicodeScript.INHERITED, UnicodeScript.UNKNOWN);

  /**
   * The scripts in the reduced fonts for every letter. The library lists the width of every glyph
   * of a font in each document, and DejaVu has six thousand; characters that are left out here come
   * from the whole font if a letter needs them.
   */
  private static final Set<UnicodeScript> COMMON_SCRIPTS =
      EnumSet.of(
          UnicodeScript.COMMON, UnicodeScript.INHERITED,
          UnicodeScript.LATIN, UnicodeScript.CYRILLIC,
          UnicodeScript.GREEK, UnicodeScript.ARABIC,
          UnicodeScript.ARMENIAN, UnicodeScript.GEORGIAN);

  private static final int REGULAR = 400;
  private static final int BOLD = 700;

  static {
    // It would write parts of letters to the log.
    XRLog.setLoggingEnabled(false);
    // Set by name: otherwise the libraries would search every jar for each letter.
    System.getProperties()
        .putIfAbsent(
            DocumentBuilderFactory.class.getName(),
            DocumentBuilderFactory.newDefaultInstance().getClass().getName());
    System.getProperties()
        .putIfAbsent(
            TransformerFactory.class.getName(),
            TransformerFactory.newDefaultInstance().getClass().getName());
  }

  /** The scripts of the countries that the children come from, for the warning at the start. */
  private static final UnicodeScript[] EXPECTED_SCRIPTS = {
    UnicodeScript.BENGALI, UnicodeScript.DEVANAGARI, UnicodeScript.ETHIOPIC, UnicodeScript.GUJARATI,
    UnicodeScript.GURMUKHI, UnicodeScript.HAN, UnicodeScript.HANGUL, UnicodeScript.KHMER,
    UnicodeScript.MYANMAR, UnicodeScript.SINHALA, UnicodeScript.SYRIAC, UnicodeScript.TAMIL,
    UnicodeScript.TELUGU, UnicodeScript.THAI, UnicodeScript.TIBETAN
  };

  private final List<byte[]> furtherFonts;
  private final List<CmapLookup> furtherCharacters;
  private final ScriptFonts system;
  private final CmapLookup dejaVuCharacters;
  private final byte[] regular = dejaVu("DejaVuSansCondensed.ttf");

  /** A cache, so that fonts that a letter doesn't use aren't read, which would take long. */
  private final FSDefaultCacheStore metrics = new FSDefaultCacheStore();

  /** Loaded fonts that are not in use; each is used for one letter at a time. */
  private final Queue<Fonts> idle = new ConcurrentLinkedQueue<>();

  private record Fonts(TrueTypeFont regular, TrueTypeFont bold) {}

  /** The reduced fonts, created for the first letter, because that takes a tenth of a start. */
  private static final class ReducedFonts {
    private static final byte[] REGULAR_PART = reduced(dejaVu("DejaVuSansCondensed.ttf"));
    private static final byte[] BOLD_PART = reduced(dejaVu("DejaVuSansCondensed-Bold.ttf"));
  }

  /**
   * @param fonts a folder with further TrueType fonts; empty for none
   * @param system the folder of the operating system's fonts, of which those with the names of
   *     Debian's fonts are used
   */
  public PdfWriter(
      @Value("${nrm.letters.fonts:}") String fonts,
      @Value("${nrm.letters.system-fonts:/usr/share/fonts}") String system) {
    this.furtherFonts = fonts.isBlank() ? List.of() : fontsIn(Path.of(fonts));
    this.furtherCharacters = furtherFonts.stream().map(PdfWriter::characters).toList();
    this.dejaVuCharacters = characters(regular);
    this.system = new ScriptFonts(Path.of(system));
  }

  /** Warns at the start of scripts that letters can't print, so that the operator can add fonts. */
  @EventListener(ApplicationReadyEvent.class)
  void warnOfScriptsWithoutFont() {
    List<String> without =
        Stream.of(EXPECTED_SCRIPTS)
            .filter(script -> !system.has(script) && furtherFonts.isEmpty())
            .map(ScriptFonts::name)
            .toList();
    if (!without.isEmpty()) {
      LOG.warn(
          "Letters have no font for names in these scripts: {}. Install the packages fonts-noto-core, fonts-droid-fallback and fonts-nanum, or put fonts into nrm.letters.fonts.",
          String.join(", ", without));
    }
  }

  /** The scripts of a text without a font, such as {@code Han}; empty if all can be printed. */
  public List<String> scriptsWithoutFont(String text) {
    return scripts(beyondDejaVu(text).filter(character -> !system.canPrint(character))).stream()
        .map(ScriptFonts::name)
        .toList();
  }

  private IntStream beyondDejaVu(String text) {
    return text.codePoints()
        .filter(
            character ->
                dejaVuCharacters.getGlyphId(character) == 0
                    && furtherCharacters.stream()
                        .allMatch(further -> further.getGlyphId(character) == 0));
  }

  private static Set<UnicodeScript> scripts(IntStream characters) {
    return characters
        .mapToObj(UnicodeScript::of)
        .filter(script -> !NO_SCRIPT.contains(script))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static CmapLookup characters(byte[] font) {
    try (TrueTypeFont read = read(font)) {
      return read.getUnicodeCmapLookup();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether anyone may ask for a PDF. If nobody does, what it would be made of isn't needed. */
  public boolean isEnabled() {
    return true;
  }

  /**
   * Checks XHTML of which a PDF will be written later.
   *
   * @throws IllegalStateException if it isn't well formed
   */
  public void check(String xhtml, String what) {
    parse(xhtml, what);
  }

  /**
   * @param what the kind of document, for the message if no PDF can be made; never its content
   * @throws IllegalStateException if the XHTML is not well formed, or the library can't lay it out
   */
  public byte[] write(String xhtml, String what) {
    Document content = parse(xhtml, what);
    Fonts fonts = idle.poll();
    try (ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        PDDocument document = new PDDocument()) {
      fonts =
          fonts == null
              ? new Fonts(read(ReducedFonts.REGULAR_PART), read(ReducedFonts.BOLD_PART))
              : fonts;
      PdfRendererBuilder builder =
          new PdfRendererBuilder()
              .usePDDocument(document)
              .withW3cDocument(content, "/")
              .toStream(pdf)
              .withProducer("National Referral Mechanism")
              .usePdfUaAccessibility(true)
              .useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory())
              .useUnicodeBidiReorderer(new ICUBidiReorderer())
              .useUnicodeLineBreaker(new LineBreaks())
              .useReplacementText(NO_GLYPH)
              // never fetches anything that a template refers to
              .useUriResolver((base, uri) -> null);
      builder.useCacheStore(CacheStore.PDF_FONT_METRICS, metrics);
      addFont(builder, document, fonts.regular(), REGULAR);
      addFont(builder, document, fonts.bold(), BOLD);
      // The whole regular font is the first fallback, because it has more scripts than the bold
      // one. It is only read if it has a missing character, which it hasn't for a name in Chinese.
      CmapLookup often = fonts.bold().getUnicodeCmapLookup();
      if (xhtml
          .codePoints()
          .anyMatch(
              character ->
                  often.getGlyphId(character) == 0
                      && dejaVuCharacters.getGlyphId(character) != 0)) {
        addFont(builder, regular, "Fallback", FSFontUseCase.FALLBACK_PRE);
      }
      for (int i = 0; i < furtherFonts.size(); i++) {
        addFont(builder, furtherFonts.get(i), "Further " + i, FSFontUseCase.FALLBACK_FINAL);
      }
      for (UnicodeScript script : scripts(beyondDejaVu(xhtml))) {
        system
            .of(script)
            .ifPresent(
                font ->
                    addFont(builder, font, ScriptFonts.name(script), FSFontUseCase.FALLBACK_FINAL));
      }
      builder.run();
      idle.add(fonts); // fonts that caused an error are not used again
      return pdf.toByteArray();
    } catch (IOException | RuntimeException e) {
      // without the cause, which may quote the letter
      IllegalStateException failure =
          new IllegalStateException(
              "Could not create a PDF of %s (%s)".formatted(what, e.getClass().getSimpleName()));
      failure.setStackTrace(e.getStackTrace());
      throw failure;
    }
  }

  private static void addFont(
      PdfRendererBuilder builder, PDDocument document, TrueTypeFont font, int weight) {
    PDFontSupplier inDocument =
        new PDFontSupplier(null) {
          @Override
          public PDFont supply() {
            return load(document, font);
          }
        };
    builder.useFont(inDocument, FAMILY, weight, FontStyle.NORMAL, true);
  }

  private static void addFont(
      PdfRendererBuilder builder, byte[] font, String family, FSFontUseCase use) {
    builder.useFont(
        () -> new ByteArrayInputStream(font),
        family,
        REGULAR,
        FontStyle.NORMAL,
        true,
        EnumSet.of(use));
  }

  private static PDFont load(PDDocument document, TrueTypeFont font) {
    try {
      return PDType0Font.load(document, font, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TrueTypeFont read(byte[] font) throws IOException {
    return new TTFParser().parse(new RandomAccessReadBuffer(font));
  }

  /** The part of a font that is enough for nearly every letter. */
  private static byte[] reduced(byte[] font) {
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    try (TrueTypeFont whole = read(font)) {
      TTFSubsetter subsetter = new TTFSubsetter(whole, FONT_TABLES);
      // No arrows, mathematical symbols, drawings or ornaments, except the boxes of the NRM form.
      Stream.of(
              IntStream.range(' ', 0x2190),
              IntStream.of(NO_GLYPH.charAt(0), 0x2610, 0x2611, 0x2612),
              IntStream.range(0xFB00, 0xFF00))
          .flatMapToInt(characters -> characters)
          .filter(character -> COMMON_SCRIPTS.contains(UnicodeScript.of(character)))
          .forEach(subsetter::add);
      subsetter.writeToStream(part);
      return part.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] dejaVu(String file) {
    try (InputStream font = PdfWriter.class.getResourceAsStream(DEJAVU + file)) {
      return font.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document parse(String xhtml, String what) {
    try {
      // The JDK's own parser: a search for others would read every jar for every letter.
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var parser = factory.newDocumentBuilder();
      parser.setErrorHandler(null);
      return parser.parse(new InputSource(new StringReader(xhtml)));
    } catch (SAXParseException e) {
      // without the cause, which may quote the letter
      throw new IllegalStateException(
          "The template of %s is not well-formed XHTML near line %s of the result"
              .formatted(what, e.getLineNumber()));
    } catch (SAXException | ParserConfigurationException | IOException e) {
      throw new IllegalStateException("The template of " + what + " is not well-formed XHTML");
    }
  }

  private static List<byte[]> fontsIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".ttf"))
          .sorted()
          .map(PdfWriter::usable)
          .flatMap(Stream::ofNullable)
          .toList();
    } catch (IOException e) {
      LOG.warn(
          "nrm.letters.fonts: the folder {} cannot be read; letters are written with the DejaVu fonts",
          folder);
      return List.of();
    }
  }

  /** The font's bytes; {@code null} if it can't be embedded, as every later letter would fail. */
  private static byte[] usable(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      try (TrueTypeFont font = read(bytes)) {
        boolean trueType = !(font instanceof OpenTypeFont openType && openType.isPostScript());
        if (trueType && font.getUnicodeCmapLookup() != null) {
          return bytes;
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.debug("Not a font: {}", file, e);
    }
    LOG.warn("nrm.letters.fonts: {} is not a TrueType font and is left out", file);
    return null;
  }
}
