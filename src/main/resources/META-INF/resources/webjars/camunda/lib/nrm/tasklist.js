/* The places in Tasklist that our parts take. */
import { mount } from './page.js';
import { CaseBeside } from './task-case.js';

export const tasklist = [
  {
    id: 'nrm-case',
    pluginPoint: 'tasklist.task.action',
    priority: 200, // before the comment
    ...mount(CaseBeside),
  },
];
