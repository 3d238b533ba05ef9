package scot.nrm.casefile;

import java.util.Locale;

/** Case numbers as people type them. */
public final class CaseNumber {

  private CaseNumber() {}

  /**
   * The number in the register's format, however it was typed or pasted, such as {@code nrm 2009 –
   * 000123}.
   */
  public static String of(String typed) {
    return typed.strip().replaceAll("[\\s\\u00a0\\u2010-\\u2015-]+", "-").toUpperCase(Locale.ROOT);
  }
}
