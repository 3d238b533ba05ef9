/*
 * Due and follow-up dates in words, in Tasklist's list and above the open task: "2 days late (Tuesday 12 May)". Tasklist
 * itself counts from the browser's clock, which is wrong where the training clock has been moved.
 *
 * Two plugins, at Camunda's own plugin points: Tasklist takes them from a script that its settings name.
 */
import { now, today, whenTimePasses } from '../../../lib/nrm/deployment.js';
import { due } from '../../../lib/nrm/due.js';
import { element } from '../../../lib/nrm/watch.js';

const shown = new Map();

/* A task without a due date, such as one of a suspended stage, shows none. */
const write = (task, node) => {
  node.replaceChildren();
  if (task?.due) {
    const { state, words, date } = due(task.due, today(), now());
    node.append(element('p', 'nrm-due-date', element('strong', `nrm-when nrm-when-${state}`, words), ` (${date})`));
  }
  if (task?.followUp) {
    node.append(element('p', 'nrm-follow-up', `Follow-up ${due(task.followUp, today()).date}`));
  }
};

const render = (node, api, scope) => {
  node.className = 'nrm-dates';
  scope.$watchGroup(['task.due', 'task.followUp'], () => {
    shown.set(node, scope.task);
    write(scope.task, node);
  });
  scope.$on('$destroy', () => shown.delete(node));
};

whenTimePasses(() => shown.forEach((task, node) => {
  const before = node.textContent;
  const made = document.createElement('div');
  write(task, made);
  if (made.textContent !== before) {
    write(task, node);
  }
}));

export default [
  { id: 'nrm-dates-in-list', pluginPoint: 'tasklist.card', priority: 10, render },
  { id: 'nrm-dates-of-task', pluginPoint: 'tasklist.task.action', priority: 10, render }
];
