/*
 * Where an identity provider signs people in, Camunda's applications have nobody to ask for a password. When they want to
 * show their own sign-in, because somebody has signed out or the session is over, the browser goes where that belongs.
 */
(() => {
  const here = document.currentScript.src;
  const signedOut = () => {
    if (window.location.hash.split('?')[0] === '#/login') {
      window.location.replace(new URL('../../nrm/signed-out', here));
    }
  };
  for (const change of ['pushState', 'replaceState']) {
    const original = window.history[change];
    window.history[change] = function (...values) {
      const result = original.apply(this, values);
      signedOut();
      return result;
    };
  }
  window.addEventListener('hashchange', signedOut);
  signedOut();
})();
