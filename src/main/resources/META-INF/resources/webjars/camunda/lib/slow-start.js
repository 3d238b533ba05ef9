/*
 * An application that is not there after ten seconds says so and offers another try, instead of turning a wheel for ever.
 * Runs before the application's own scripts, because it is for the case that one of them is slow or doesn't come.
 */
(() => {
  const PATIENCE = 10_000;
  const EVERY = 500;
  const isThere = () => document.querySelector('[cam-widget-header] .navbar-brand, .form-signin') !== null;

  const say = () => {
    const line = document.createElement('p');
    line.className = 'nrm-slow-start';
    line.setAttribute('role', 'alert');
    const again = document.createElement('button');
    again.type = 'button';
    again.textContent = 'Try again';
    again.addEventListener('click', () => window.location.reload());
    line.append('This page is taking longer than usual to load. You can wait, or try again. ', again);
    document.body.prepend(line);
    const look = window.setInterval(() => {
      if (isThere()) {
        window.clearInterval(look);
        line.remove();
      }
    }, EVERY);
  };

  window.setTimeout(() => isThere() || say(), PATIENCE);
})();
