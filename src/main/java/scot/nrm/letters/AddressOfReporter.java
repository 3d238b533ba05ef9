package scot.nrm.letters;

import java.util.Optional;
import org.springframework.stereotype.Component;
import scot.nrm.casefile.CaseFile;
import scot.nrm.mail.ReporterAddresses;

/** From the child's file, which has it encrypted. */
@Component
class AddressOfReporter implements ReporterAddresses {

  private final CaseFile files;

  AddressOfReporter(CaseFile files) {
    this.files = files;
  }

  @Override
  public Optional<String> of(String caseNumber) {
    return Optional.of(files.read(caseNumber).text("firstResponderEmail"))
        .filter(address -> !address.isEmpty());
  }
}
