/* The search box and the person's own work, before the links of Tasklist's bar. Tasklist draws its bar again after signing in. */
import { h, render } from '../../../lib/nrm/vendor/preact/preact.module.js';
import { CaseSearch } from '../../../lib/nrm/case-search.js';
import { OwnWork } from '../../../lib/nrm/own-work.js';
import { whenPageChanges } from '../../../lib/nrm/watch.js';
import { withModule } from './form-js.js';

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
 * Filter Tasks offers what the list shows, not each of Camunda's ids, and takes digits for a text: as a number they would be
 * left out of the request, and all tasks shown. In camunda-tasklist-bootstrap.js of 7.24.0.
 */
const FILTER_TASKS = 23972;
const SHOWN = {
  name: 'Task or case number',
  processDefinitionName: 'Stage or update',
  due: 'Due date',
  followUp: 'Follow-up date',
};

withModule(FILTER_TASKS, ({ types }) => types.splice(0, types.length, ...Object.entries(SHOWN).map(([key, value]) =>
  ({ ...types.find(({ id }) => id.key === key), id: { key, value }, enforceString: true }))));
