package scot.nrm.casefile;

import org.springframework.context.annotation.Import;

/**
 * The beans for case files and their keys, for a command that doesn't need the whole application.
 */
@Import({
  MasterKeys.class, MasterKeyCheck.class, DataKeys.class, ContentCipher.class, ChainReader.class,
  ChangeChain.class, ChainHeads.class, ChainCheck.class, CaseFile.class, Resealing.class
})
public final class CaseFileParts {}
