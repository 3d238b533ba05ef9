/* The places in Tasklist that our parts take. */
import { h } from './vendor/preact/preact.module.js';
import { mount } from './page.js';
import { TaskCase } from './task-case.js';

export const tasklist = [
  {
    id: 'nrm-case',
    pluginPoint: 'tasklist.task.detail',
    priority: 900,
    properties: { label: 'Case' },
    ...mount(({ api }) => h(TaskCase, { taskId: api.taskId })),
  },
];
