/* form-js, which draws Tasklist's forms, and what else is in Camunda's bundles, out of reach of other scripts. */

import { element } from '../../../lib/nrm/watch.js';

/* Its number among the modules of lib/deps.js in camunda-webapp-webjar 7.24.0. */
const FORM_JS = 57661;
const PREACT = 56345; // of form-js

let uses = 0;

/** Calls back with what a module exports, by its number. */
export const withModule = (number, act) =>
  window.webpackChunkcamunda_bpm_webapp.push([[`nrm-forms-${++uses}`], {}, modules => act(modules(number))]);

/** Calls back with what form-js exports, once, before a form is drawn. */
export const withFormJs = act => withModule(FORM_JS, act);

/*
 * A part of a form that is drawn again because the whole form has changed keeps its own change as pending, in this Preact,
 * and does not notice when that is taken back: a list from which something was chosen could not be opened again. Later
 * versions of Preact have corrected this.
 */
withModule(PREACT, ({ options }) => {
  const { __r: beforeDrawing } = options;
  options.__r = node => {
    node.__c?.__H?.__.filter(hook => hook.__c && hook.__N).forEach(hook => {
      hook.__ = hook.__N;
      hook.__N = undefined;
    });
    beforeDrawing?.(node);
  };
});

/** Where the form is drawn. */
export const containerOf = form => form.get('config').renderer.container;

/** Calls back when a form is about to be drawn, once for each form. */
export const whenFormOpens = act => withFormJs(({ Form }) => {
  const { importSchema } = Form.prototype;
  const known = new WeakSet();
  Form.prototype.importSchema = function (...given) {
    if (!known.has(this)) {
      known.add(this);
      act(this, given[0]);
    }
    return importSchema.apply(this, given);
  };
});

/** The bar above a form, which stays in sight. */
export const barOf = container => {
  const before = container.previousElementSibling;
  if (before?.matches('.nrm-form-bar')) {
    return before;
  }
  const bar = element('div', 'nrm-form-bar');
  container.before(bar);
  return bar;
};
