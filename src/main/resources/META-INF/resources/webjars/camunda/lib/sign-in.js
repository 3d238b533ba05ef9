/*
 * Where an identity provider signs people in, Camunda's own sign-in page can't be used. When an application wants to show
 * it, because someone has signed out or the session has ended, the browser goes to our page instead. A listener may
 * prevent that, because something typed is not saved yet; it then calls the event's detail to leave.
 */
(() => {
  const here = document.currentScript.src;
  const leave = () => window.location.replace(new URL('../../nrm/signed-out', here));
  const signedOut = () => {
    if (window.location.hash.split('?')[0] === '#/login'
      && window.dispatchEvent(new CustomEvent('nrm-signed-out', { cancelable: true, detail: leave }))) {
      leave();
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
