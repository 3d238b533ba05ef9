/*
 * Where an identity provider signs people in, Camunda's own sign-in page can't be used. When an application wants to show
 * it, because someone has signed out or the session has ended, the browser goes to our page instead.
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
