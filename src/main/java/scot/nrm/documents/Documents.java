package scot.nrm.documents;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import scot.nrm.access.DocumentAdded;
import scot.nrm.calendar.BritishDate;
import scot.nrm.casefile.ChainedRow;
import scot.nrm.casefile.ChangeChain;
import scot.nrm.casefile.ContentCipher;
import scot.nrm.engine.CaseClock;
import scot.nrm.engine.StoredCode;
import scot.nrm.register.Register;

/**
 * The documents of cases: police reports, photographs and so on. Kind, size, officer and time are
 * in the clear; the file, its name and its description are sealed. Documents are never changed or
 * deleted.
 */
@Component
public class Documents {

  private static final String COLUMNS =
      "id, case_number, number_in_case, kind, type, size_in_bytes, scanned, added_by, added_at";
  private final JdbcClient jdbc;
  private final ContentCipher cipher;
  private final CaseClock clock;
  private final ChangeChain chain;
  private final Register register;
  private final DocumentSettings settings;
  private final ApplicationEventPublisher events;

  Documents(
      JdbcClient jdbc,
      ContentCipher cipher,
      CaseClock clock,
      ChangeChain chain,
      Register register,
      DocumentSettings settings,
      ApplicationEventPublisher events) {
    this.jdbc = jdbc;
    this.cipher = cipher;
    this.clock = clock;
    this.chain = chain;
    this.register = register;
    this.settings = settings;
    this.events = events;
  }

  /** A document with its sealed name and description, without the file. */
  record DescribedDocument(Document document, String fileName, String description) {

    boolean matches(DocumentUpload upload, String officer) {
      return document.addedBy().equals(officer)
          && document.kind().equals(upload.kind())
          && fileName.equals(upload.fileName().whole())
          && description.equals(upload.description());
    }

    /** Without the sealed parts, for logs. */
    @Override
    public String toString() {
      return document.toString();
    }
  }

  /** All documents of a case, oldest first; for lists, and for the record. */
  public List<Document> of(String caseNumber) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + " from case_document where case_number = ? order by number_in_case")
        .param(caseNumber)
        .query(this::document)
        .list();
  }

  /** All documents of a case with their descriptions, newest first. */
  @Transactional(propagation = Propagation.SUPPORTS)
  List<DescribedDocument> described(String caseNumber) {
    return jdbc.sql(
            "select "
                + COLUMNS
                + ", file_name, description from case_document where case_number = ? "
                + "order by number_in_case desc")
        .param(caseNumber)
        .query(this::withText)
        .list();
  }

  private DescribedDocument withText(ResultSet row, int number) throws SQLException {
    Document document = document(row, number);
    return new DescribedDocument(
        document, text(document, row, "file_name"), text(document, row, "description"));
  }

  Optional<Document> find(String caseNumber, String id) {
    return jdbc.sql("select " + COLUMNS + " from case_document where case_number = ? and id = ?")
        .params(caseNumber, id)
        .query(this::document)
        .optional();
  }

  byte[] content(Document document) {
    byte[] sealed =
        jdbc.sql("select content from case_document where id = ?")
            .param(document.id())
            .query((row, number) -> row.getBytes("content"))
            .single();
    return cipher.openFor(document.caseNumber(), sealed, sealingContext(document.id(), "content"));
  }

  /**
   * The document that this person has already added with the same form, for example by a double
   * click. If there is none, checks whether the file can be added; another officer may still add it
   * first.
   *
   * @throws DocumentRefused if the case already has this file, or as many as it may have
   */
  @Transactional(propagation = Propagation.SUPPORTS)
  Optional<Document> findRepeated(String caseNumber, DocumentUpload upload, String officer) {
    return findRepeated(of(caseNumber), caseNumber, upload, officer);
  }

  /**
   * Adds a document and its entry in the register, together or not at all.
   *
   * @param upload has been checked
   * @param scanned whether a virus scanner has checked it
   * @throws DocumentRefused if the case already has this file, or as many as it may have
   */
  @Transactional
  Document add(
      String caseNumber, DocumentUpload upload, FileType type, boolean scanned, String officer) {
    register.lock(caseNumber); // simultaneous additions wait for each other
    List<Document> existing = of(caseNumber);
    Optional<Document> repeated = findRepeated(existing, caseNumber, upload, officer);
    if (repeated.isPresent()) {
      return repeated.get();
    }
    register.documentAdded(caseNumber, upload.kind(), officer);
    String id = UUID.randomUUID().toString();
    int number = existing.isEmpty() ? 1 : existing.get(existing.size() - 1).number() + 1;
    jdbc.sql(
            """
            insert into case_document (id, case_number, number_in_case, kind, type, size_in_bytes, scanned, added_by,
              added_at, fingerprint, file_name, description, content)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)
        .param(id)
        .param(caseNumber)
        .param(number)
        .param(upload.kind())
        .param(type.id())
        .param(upload.content().length)
        .param(scanned)
        .param(officer)
        .param(clock.timestamp())
        .param(cipher.fingerprintFor(caseNumber, upload.content(), "document"))
        .param(seal(upload.fileName().whole(), caseNumber, id, "file_name"))
        .param(seal(upload.description(), caseNumber, id, "description"))
        .param(cipher.sealFor(caseNumber, upload.content(), sealingContext(id, "content")))
        .update();
    chain.changed(caseNumber, ChainedRow.DOCUMENT, id);
    events.publishEvent(new DocumentAdded(caseNumber, id, officer));
    return find(caseNumber, id).orElseThrow();
  }

  private Optional<Document> findRepeated(
      List<Document> existing, String caseNumber, DocumentUpload upload, String officer) {
    Optional<DescribedDocument> found =
        jdbc.sql(
                "select "
                    + COLUMNS
                    + ", file_name, description from case_document"
                    + " where case_number = :case and fingerprint = :fingerprint")
            .param("case", caseNumber)
            .param("fingerprint", cipher.fingerprintFor(caseNumber, upload.content(), "document"))
            .query(this::withText)
            .optional();
    Optional<Document> same = found.map(DescribedDocument::document);
    if (found.filter(one -> one.matches(upload, officer)).isPresent()) {
      return same;
    }
    if (same.isPresent()) {
      throw new DocumentRefused(
          HttpStatus.CONFLICT,
          "This file is already in the case: document %d, %s, added on %s. Choose another file."
              .formatted(
                  same.get().number(),
                  same.get().kindName().toLowerCase(Locale.ROOT),
                  BritishDate.of(same.get().addedOn())));
    }
    if (existing.size() >= settings.maxPerCase()) {
      throw new DocumentRefused(
          HttpStatus.CONFLICT,
          "The case has %d documents, which is the most allowed. Ask your system administrator to allow more."
              .formatted(existing.size()));
    }
    return Optional.empty();
  }

  private Document document(ResultSet row, int number) throws SQLException {
    String kind = row.getString("kind");
    return new Document(
        row.getString("id"),
        row.getString("case_number"),
        row.getInt("number_in_case"),
        kind,
        settings.kindName(kind),
        StoredCode.of(FileType.class, row.getString("type")),
        row.getInt("size_in_bytes"),
        row.getBoolean("scanned"),
        row.getString("added_by"),
        row.getObject("added_at", OffsetDateTime.class).toInstant());
  }

  private byte[] seal(String text, String caseNumber, String id, String column) {
    return cipher.sealTextFor(caseNumber, text, sealingContext(id, column));
  }

  private String text(Document document, ResultSet row, String column) throws SQLException {
    return cipher.openTextFor(
        document.caseNumber(), row.getBytes(column), sealingContext(document.id(), column));
  }

  private static String sealingContext(String id, String column) {
    return "document/" + id + "/" + column;
  }
}
