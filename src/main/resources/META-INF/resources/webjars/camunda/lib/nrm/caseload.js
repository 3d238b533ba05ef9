/* Caseload: the cases that a manager watches. */
import { h } from './vendor/preact/preact.module.js';
import { me } from './api.js';
import { Load, Page } from './page.js';

export const Caseload = () => h(Load, { from: me }, known => h(Page, { title: 'Caseload', scope: known.scope }));
