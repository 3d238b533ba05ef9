package scot.nrm.letters.queue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.multipdf.PDFMergerUtility;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import scot.nrm.access.Viewer;
import scot.nrm.letters.Letter;
import scot.nrm.letters.PrintQueue;
import scot.nrm.pages.PdfWriter;
import scot.nrm.pages.Templates;

/**
 * Combines several letters into one PDF, with a separating sheet before each. Nothing is written to
 * a disk, because letters are about children; so the size of a PDF is limited, and a node creates
 * one at a time.
 */
@Component
class CombinedLetters {

  private static final Logger LOG = LoggerFactory.getLogger(CombinedLetters.class);

  /** The most bytes of all letters: some hundred times their usual size. */
  private static final int MAX_BYTES = 20_000_000;

  private static final String TITLE = "Letters to post";

  private final PrintQueue queue;
  private final Templates templates;
  private final PdfWriter writer;
  private final Lock oneAtATime = new ReentrantLock();

  CombinedLetters(PrintQueue queue, Templates templates, PdfWriter writer) {
    this.queue = queue;
    this.templates = templates;
    this.writer = writer;
  }

  /**
   * The letters as one PDF.
   *
   * @param pdf empty if they are too large for one, or if some can't be made into a PDF
   * @param unreadable those that can't; the others can be printed without them
   */
  record Result(Optional<byte[]> pdf, List<Letter> unreadable) {}

  /** The letters in order, each logged as read by the viewer if the PDF can be made. */
  Result of(List<Letter> letters, Viewer viewer) {
    oneAtATime.lock();
    try {
      List<byte[]> read = new ArrayList<>();
      List<Letter> unreadable = new ArrayList<>();
      long size = 0;
      for (Letter letter : letters) {
        try {
          byte[] pdf = queue.pdf(letter);
          size += pdf.length;
          read.add(pdf);
        } catch (IllegalStateException e) {
          LOG.error("Letter {} can't be made into a PDF", letter.id(), e);
          unreadable.add(letter);
        }
        if (size > MAX_BYTES) {
          return new Result(Optional.empty(), List.of());
        }
      }
      if (!unreadable.isEmpty()) {
        return new Result(Optional.empty(), unreadable);
      }
      byte[] pdf = combine(letters, read);
      letters.forEach(letter -> queue.logRead(letter, viewer));
      return new Result(Optional.of(pdf), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException("Letters could not be put into one PDF", e);
    } finally {
      oneAtATime.unlock();
    }
  }

  private byte[] combine(List<Letter> letters, List<byte[]> read) throws IOException {
    PDFMergerUtility merger = new PDFMergerUtility();
    for (int i = 0; i < letters.size(); i++) {
      merger.addSource(
          new RandomAccessReadBuffer(sheet(letters.get(i), i + 1, letters.size(), read.get(i))));
      merger.addSource(new RandomAccessReadBuffer(read.get(i)));
    }
    PDDocumentInformation information = new PDDocumentInformation();
    information.setTitle(TITLE);
    merger.setDestinationDocumentInformation(information);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    merger.setDestinationStream(output);
    merger.mergeDocuments(null); // in memory
    return output.toByteArray();
  }

  private byte[] sheet(Letter letter, int number, int all, byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      int count = document.getNumberOfPages();
      return writer.write(
          templates.page(
              "print-separator",
              Map.of(
                  "title",
                  TITLE,
                  "number",
                  number,
                  "all",
                  all,
                  "addressee",
                  letter.addressee().words(),
                  "caseNumber",
                  letter.caseNumber(),
                  "pages",
                  count == 1 ? "1 page" : count + " pages")),
          "a separator sheet");
    }
  }
}
