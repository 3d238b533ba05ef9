package scot.nrm.casefile;

import org.springframework.context.annotation.Import;

/** The case files with their keys, for a command that needs no application around them. */
@Import({
  MasterKeys.class,
  KnownKeys.class,
  DataKeys.class,
  ContentCipher.class,
  ChainReader.class,
  ChangeChain.class,
  ChainHeads.class,
  ChainCheck.class,
  CaseFile.class,
  Resealing.class
})
public final class CaseFileParts {}
