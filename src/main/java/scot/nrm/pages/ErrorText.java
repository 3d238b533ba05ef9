package scot.nrm.pages;

import scot.nrm.availability.DatabaseAway;

/** The problem and the action to take, without internal details. */
record ErrorText(String title, String advice) {

  static ErrorText of(int status) {
    return switch (status) {
      case 401 -> new ErrorText("You are not signed in", "Sign in and try again.");
      case 403, 404 ->
          new ErrorText("Page not found", "It may not exist, or you may not have access to it.");
      case 405 ->
          new ErrorText("This can't be done here", "This address accepts other requests only.");
      case 503 -> new ErrorText("This can't be done at the moment", DatabaseAway.ADVICE);
      case 413 -> new ErrorText("This is too large", "Send something smaller.");
      case 429 ->
          new ErrorText(
              "You have done this too often, or too many times at once",
              "Wait a few minutes and try again. If your work needs more, ask your system administrator.");
      default ->
          status < 500
              ? new ErrorText("This request can't be carried out", "Check it and try again.")
              : new ErrorText(
                  "Something went wrong",
                  "Try again. If it happens again, contact your system administrator, who can find the cause in the log.");
    };
  }
}
