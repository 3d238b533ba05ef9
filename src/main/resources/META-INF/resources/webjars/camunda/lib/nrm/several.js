/* Selecting several rows of a table, and the outcome for each. */
import { h } from './vendor/preact/preact.module.js';

/* The first cell of a row that can be selected. */
export const Choose = ({ id, chosen, onChoose, children }) => h('label', { class: 'nrm-choose' },
  h('input', { type: 'checkbox', checked: chosen.has(id), onChange: event => onChoose(id, event.target.checked) }),
  ' ', children);

export const withOrWithout = (chosen, id, isChosen) => {
  const next = new Set(chosen);
  if (isChosen) {
    next.add(id);
  } else {
    next.delete(id);
  }
  return next;
};

/* One button for all rows of the page. */
export const ChooseAll = ({ ids, chosen, onChoose }) => {
  const all = ids.length > 0 && ids.every(id => chosen.has(id));
  return h('button', {
    type: 'button', class: 'nrm-button', disabled: ids.length === 0,
    onClick: () => onChoose(all ? new Set() : new Set(ids)),
  }, all ? 'Clear selection' : 'Select all on this page');
};

/* The outcome for all of them if nothing was done or, because the answer was lost, nobody knows. */
export const notDone = ({ status, message }) => [status
  ? { id: 'all', words: message }
  : { id: 'all', isLost: true, words: 'The server has not answered. Check the list before you try again.' }];

/* lines: [{ id, done, words }] */
export const Answers = ({ lines }) => h('div', { role: 'status' }, lines.length > 0 && h('ul', { class: 'nrm-answers' },
  lines.map(line => h('li', { key: line.id, class: line.done ? 'nrm-answer-done' : 'nrm-answer-refused' },
    h('strong', null, line.done ? 'Done: ' : line.waits ? 'In progress: ' : line.isLost ? 'Outcome unknown: ' : 'Not done: '), line.words))));
