package scot.nrm.casefile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * At each start, finds and indexes files that have no index of likely matches or were indexed by
 * older rules (D12). It uses one transaction per file, so that caseworkers wait for one file at
 * most. Two nodes may do this at the same time with the same result.
 */
@Component
public class FileReindexing implements ApplicationRunner {

  private static final Logger LOG = LoggerFactory.getLogger(FileReindexing.class);

  private final CaseFile files;
  private final TransactionTemplate transaction;

  public FileReindexing(CaseFile files, PlatformTransactionManager transactions) {
    this.files = files;
    this.transaction = new TransactionTemplate(transactions);
  }

  @Override
  public void run(ApplicationArguments arguments) {
    files.forgetDigestsOfOldKeys();
    for (String caseNumber : files.notIndexed()) {
      try {
        transaction.executeWithoutResult(status -> files.index(caseNumber));
      } catch (UnreadableContent e) {
        LOG.warn("Likely matches of case {} cannot be found: {}", caseNumber, e.getMessage());
      }
    }
  }
}
