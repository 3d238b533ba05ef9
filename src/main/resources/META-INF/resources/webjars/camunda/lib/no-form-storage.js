/*
 * Camunda's Tasklist writes what has been typed into a form to the browser's storage when Save is pressed or the session
 * ends, and fills it into the next person's form. Nothing about a case may stay in a browser: these keys are never
 * written, and what an earlier version has left is removed. Drafts are on the server: scripts/drafts.js of Tasklist.
 *
 * Runs on every page of Camunda's applications, the sign-in included, before their own scripts.
 */
(() => {
  const OF_A_FORM = /^(camunda-form:|camForm:)/;
  for (const storage of [window.localStorage, window.sessionStorage]) {
    Object.keys(storage).filter(key => OF_A_FORM.test(key)).forEach(key => storage.removeItem(key));
  }
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = function (key, value) {
    if (!OF_A_FORM.test(key)) {
      setItem.call(this, key, value);
    }
  };
})();
