package scot.nrm.casefile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at each start for files that were written before there was an index of likely matches, or
 * by older rules, and indexes them (D12). One transaction a file, so that nobody who works on a
 * case waits for the others; two nodes that do so at once do the same.
 */
@Component
public class IndexOlderFiles implements ApplicationRunner {

  private static final Logger LOG = LoggerFactory.getLogger(IndexOlderFiles.class);

  private final CaseFile files;
  private final TransactionTemplate transaction;

  public IndexOlderFiles(CaseFile files, PlatformTransactionManager transactions) {
    this.files = files;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public void run(ApplicationArguments arguments) {
    for (String caseNumber : files.notIndexed()) {
      try {
        transaction.executeWithoutResult(status -> files.index(caseNumber));
      } catch (UnreadableContent e) {
        LOG.warn("Likely matches of case {} cannot be found: {}", caseNumber, e.getMessage());
      }
    }
  }
}
