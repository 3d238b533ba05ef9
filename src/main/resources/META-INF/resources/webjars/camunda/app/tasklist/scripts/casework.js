/* What Tasklist's settings can't change. If a later Tasklist works differently, nothing happens. */

/*
 * A letter or the NRM form opens in a new tab. In the same tab, what has been typed into the form would be lost.
 */
document.addEventListener('click', event => {
  const link = event.target.closest && event.target.closest('.fjs-container a[href]');
  if (link) {
    link.target = '_blank';
    link.rel = 'noopener';
  }
}, true);

/*
 * The list starts in order of due date, the most urgent first. Tasklist puts its own order, newest first, into its
 * address when it opens; after that the reader chooses the order.
 */
const NEWEST_FIRST = JSON.stringify([{ sortBy: 'created', sortOrder: 'desc' }]);
const MOST_URGENT_FIRST = JSON.stringify([{ sortBy: 'dueDate', sortOrder: 'asc' }]);

let opened = false;

const orderByDueDate = () => {
  const [path, search] = window.location.hash.split('?');
  const sorting = new URLSearchParams(search).get('sorting');
  if (path === '#/login') {
    opened = false;
  } else if (sorting && !opened) {
    opened = true;
    if (sorting === NEWEST_FIRST) {
      const ordered = new URLSearchParams(search);
      ordered.set('sorting', MOST_URGENT_FIRST);
      window.location.replace(`${path}?${ordered}`);
    }
  }
};

for (const change of ['pushState', 'replaceState']) {
  const original = window.history[change];
  window.history[change] = function (...values) {
    const result = original.apply(this, values);
    window.setTimeout(orderByDueDate);
    window.setTimeout(() => window.dispatchEvent(new Event('nrm-address'))); // for lib/nrm/task-case.js
    return result;
  };
}
window.addEventListener('hashchange', orderByDueDate);
orderByDueDate();

/*
 * A link to another task keeps the filter and order of the list. Camunda's own link, after a task has been completed,
 * would show the newest first.
 */
document.addEventListener('click', event => {
  const link = event.target.closest?.('a[href^="#/?"][href*="task="]');
  if (link) {
    const kept = new URLSearchParams(window.location.hash.split('?')[1]);
    new URLSearchParams(link.getAttribute('href').split('?')[1]).forEach((value, name) => kept.set(name, value));
    link.setAttribute('href', `#/?${kept}`);
  }
}, true);

/*
 * A link to our own pages, such as the register. They open in a new tab, so that nothing typed is lost.
 */
const addPages = () => {
  const action = document.querySelector('.start-process-action');
  const item = action && action.closest('li');
  if (item && !document.querySelector('.nrm-pages')) {
    const pages = document.createElement('li');
    pages.className = 'nrm-pages';
    const link = document.createElement('a');
    link.href = `${window.location.pathname.split('/camunda/app/')[0]}/nrm/`;
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = 'Pages';
    pages.append(link);
    item.before(pages);
  }
};

new MutationObserver(addPages).observe(document.body, { childList: true, subtree: true });
