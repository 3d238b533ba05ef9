package scot.nrm.partners;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.casefile.CaseFileContent;
import scot.nrm.casefile.UnreadableContent;

/** The files of cases in a list, where one that can't be opened doesn't hide the other cases. */
@Component
class PartnerFiles {

  /** What a list has for a case whose file can't be opened. */
  static final String UNREADABLE = "The file can't be opened. Contact your administrator.";

  private static final Logger LOG = LoggerFactory.getLogger(PartnerFiles.class);

  private final CaseFile files;

  PartnerFiles(CaseFile files) {
    this.files = files;
  }

  /** The file of a case; empty, with an error in the log, if it can't be opened. */
  Optional<CaseFileContent> find(String caseNumber) {
    try {
      return Optional.of(files.read(caseNumber));
    } catch (UnreadableContent e) {
      LOG.error("The file of case {} can't be opened.", caseNumber, e);
      return Optional.empty();
    }
  }
}
