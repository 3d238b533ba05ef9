/* What Tasklist's settings can't change. If a later Tasklist works differently, nothing happens. */
import { before, get, root } from '../../../lib/nrm/api.js';
import { openTask } from '../../../lib/nrm/sent.js';
import { whenPageChanges } from '../../../lib/nrm/watch.js';

/*
 * A letter, the NRM form or a page opens in a new tab. In the same tab, what has been typed into the form would be lost.
 * A form links to it as /nrm/print-queue, wherever the program is.
 */
for (const click of ['click', 'auxclick']) {
  document.addEventListener(click, event => {
    const link = event.target.closest?.('.fjs-container a[href]');
    if (link) {
      link.target = '_blank';
      link.rel = 'noopener';
      link.setAttribute('href', link.getAttribute('href').replace(/^\/nrm(?=\/|$)/, `${before()}/nrm`));
    }
  }, true);
}

/*
 * The list starts in order of due date, the most urgent first. Tasklist takes the order from its address, and would ask
 * for the list newest first where the address has none. After that the reader chooses the order.
 */
const SIGN_IN = '#/login';
const MOST_URGENT_FIRST = JSON.stringify([{ sortBy: 'dueDate', sortOrder: 'asc' }]);

const orderByDueDate = () => {
  const [path, search] = window.location.hash.split('?');
  const ordered = new URLSearchParams(search);
  if (path !== SIGN_IN && !ordered.has('sorting')) {
    ordered.set('sorting', MOST_URGENT_FIRST);
    window.location.replace(`${path || '#/'}?${ordered}`);
  }
};

for (const change of ['pushState', 'replaceState']) {
  const original = window.history[change];
  window.history[change] = function (...values) {
    const result = original.apply(this, values);
    orderByDueDate();
    window.setTimeout(() => window.dispatchEvent(new Event('nrm-address'))); // for lib/nrm/tasklist.js
    return result;
  };
}
window.addEventListener('hashchange', orderByDueDate);
orderByDueDate();

/*
 * A link to another task keeps the filter and order of the list. Without an order in its address, Camunda would show the
 * newest first.
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
    link.href = `${before()}/nrm/`;
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = 'Pages';
    pages.append(link);
    (document.querySelector('.nrm-search') ?? item).before(pages); // in the same place, whichever script is first
  }
};

whenPageChanges(addPages);

/*
 * Camunda's field for another assignee finds nobody, because no one may list all people. A task is reassigned in Workload,
 * which offers those who may have it and keeps the reason.
 */
const ASSIGNEE = '.meta .assignee [cam-widget-inline-field]';

document.addEventListener('click', event => event.target.closest?.(ASSIGNEE) && event.stopImmediatePropagation(), true);

whenPageChanges(() => {
  document.querySelector(ASSIGNEE)?.setAttribute('tabindex', '-1');
  const cockpit = document.querySelector('.app-switch li.cockpit a');
  const someoneElses = document.querySelector('.meta .assignee:has(.reset-assignee):not(:has(.nrm-workload))');
  if (cockpit && someoneElses) {
    const link = document.createElement('a');
    link.className = 'nrm-workload';
    link.href = `${cockpit.href.split('#')[0]}#/nrm/workload`;
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = 'Workload';
    someoneElses.append(link);
  }
});

/*
 * Tasklist asks for the list and the open task every 10 seconds. Instead, it asks whether the person's tasks have changed,
 * and only then for them: as often while the person is active, once a minute while they read, and not at all in a window
 * that is out of sight or that nobody has used for five minutes. So the session of a person who has left ends as unused.
 */
const OF_TASKLIST = 10_000;
const ACTIVE = 20_000;
const READING = 60_000;
const AWAY = 300_000;

let used = Date.now();
let asked = 0;
let known = null;

const changes = async refresh => {
  const unused = Date.now() - used;
  if (document.hidden || unused > AWAY || !window.location.hash.includes('filter=')
    || (unused > ACTIVE && Date.now() - asked < READING)) {
    return;
  }
  asked = Date.now();
  const { tasks } = await get('work/changes').catch(() => ({ tasks: known }));
  if (known !== null && tasks !== known) {
    refresh();
  }
  known = tasks;
};

for (const use of ['keydown', 'pointerdown', 'pointermove']) {
  document.addEventListener(use, () => {
    used = Date.now();
  }, { capture: true, passive: true });
}

window.addEventListener('hashchange', () => asked === 0 && changes(() => {})); // with the first list

const repeat = window.setInterval;
window.setInterval = (act, delay, ...rest) => delay === OF_TASKLIST
  ? repeat(() => changes(act), OF_TASKLIST)
  : repeat(act, delay, ...rest);

/* When the list is refreshed, a colleague may have claimed the open task, and Tasklist would still offer to claim it. */
export default [{
  id: 'nrm-claimed',
  pluginPoint: 'tasklist.task.action',
  priority: 0,
  render: (node, api, scope) => scope.$on('refresh', async () => {
    const { task, taskData } = scope;
    const answer = task && !task.assignee && await fetch(`${root}/api/engine/engine/default/task/${task.id}`).catch(() => null);
    if (answer?.ok && (await answer.json()).assignee) {
      scope.$applyAsync(() => taskData.changed('task'));
    }
  }),
}];

/* On a tablet, the open task takes the room of the lists, which the strips at the left open again. */
const TABLET = window.matchMedia('(min-width: 768px) and (max-width: 999px)');
let roomy = null;

whenPageChanges(() => {
  const task = openTask();
  const name = document.querySelector('.task-card h2.task');
  if (task === roomy || (task && !name)) {
    return;
  }
  if (TABLET.matches) {
    const atList = document.activeElement.closest('.tasks-list');
    document.querySelector(task ? '.task-details .maximize' : '.task-details .reset-regions')?.click();
    if (task && atList) {
      name.tabIndex = -1;
      name.focus();
    }
  }
  roomy = task;
});
