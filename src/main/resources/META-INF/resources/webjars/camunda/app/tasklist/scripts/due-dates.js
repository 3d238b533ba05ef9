/*
 * Due dates in words and colours, in Tasklist's list and above the task that is open: "2 days late (Tuesday 12 May)".
 * Tasklist itself counts from the browser's clock, which cannot know where ours has been moved, and colours by it.
 *
 * Two plugins, at Camunda's own plugin points: Tasklist takes them from a script that its settings name.
 */
import { today, whenDayChanges } from '../../../lib/nrm/deployment.js';
import { due } from '../../../lib/nrm/due.js';

const shown = new Map();

const write = (moment, node) => {
  node.replaceChildren();
  if (moment) {
    const { state, words, date } = due(moment, today());
    const left = document.createElement('strong');
    left.className = `nrm-due nrm-due-${state}`;
    left.textContent = words;
    node.append(left, ` (${date})`);
  }
};

/* A task without a due date, such as one of a suspended stage, shows none. */
const render = (node, api, scope) => {
  node.className = 'nrm-due-date';
  scope.$watch('task.due', moment => {
    shown.set(node, moment);
    write(moment, node);
  });
  scope.$on('$destroy', () => shown.delete(node));
};

whenDayChanges(() => shown.forEach(write));

export default [
  { id: 'nrm-due-in-list', pluginPoint: 'tasklist.card', priority: 10, render },
  { id: 'nrm-due-of-task', pluginPoint: 'tasklist.task.action', priority: 10, render }
];
