/* The search box and the person's own work, before the links of Tasklist's bar. Tasklist draws its bar again after signing in. */
import { h, render } from '../../../lib/nrm/vendor/preact/preact.module.js';
import { CaseSearch } from '../../../lib/nrm/case-search.js';
import { OwnWork } from '../../../lib/nrm/own-work.js';
import { whenPageChanges } from '../../../lib/nrm/watch.js';

const place = (what, item) => {
  const made = document.createElement('li');
  made.className = 'nrm-search';
  item.before(made);
  render(h(what), made);
};

whenPageChanges(() => {
  const action = document.querySelector('.start-process-action');
  const item = action && action.closest('li');
  if (item && !document.querySelector('.nrm-search')) {
    place(CaseSearch, item);
    place(OwnWork, item);
  }
});

/*
 * Tasklist takes digits in its own search for a number and leaves them out of the request, so that all tasks are shown
 * beside a "Name like 2009". In quotes they are a text.
 */
const NUMBER = /^-?\d+(\.\d+)?$/;

const quoteDigits = () => {
  const [path, search] = window.location.hash.split('?');
  const address = new URLSearchParams(search);
  const pills = address.get('searchQuery');
  if (!pills) {
    return;
  }
  const quoted = JSON.parse(pills).map(pill => NUMBER.test(pill.value) && pill.operator.toLowerCase() === 'like'
    ? { ...pill, value: `'${pill.value}'` }
    : pill);
  const all = JSON.stringify(quoted);
  if (all !== JSON.stringify(JSON.parse(pills))) {
    address.set('searchQuery', all);
    window.location.replace(`${path}?${address}`);
  }
};

for (const event of ['hashchange', 'nrm-address']) { // the second from casework.js
  window.addEventListener(event, quoteDigits);
}
