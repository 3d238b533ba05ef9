package scot.nrm.documents;

import org.springframework.http.HttpStatus;

/** A document is refused. The message tells the sender what to do, and never quotes the file. */
class DocumentRefused extends RuntimeException {

  /** The field to be changed on the page: {@code file}, {@code kind} or {@code description}. */
  private final String field;

  private final HttpStatus status;

  /** The reason is in the file. */
  DocumentRefused(HttpStatus status, String sentence) {
    this(status, "file", sentence);
  }

  DocumentRefused(HttpStatus status, String field, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
    this.field = field;
  }

  HttpStatus status() {
    return status;
  }

  String field() {
    return field;
  }
}
