/* form-js, which draws Tasklist's forms and is in Camunda's bundle, out of reach of other scripts. */

/* Its number among the modules of lib/deps.js in camunda-webapp-webjar 7.24.0. */
const FORM_JS = 57661;

let uses = 0;

/** Calls back with what form-js exports, once, before a form is drawn. */
export const withFormJs = act =>
  window.webpackChunkcamunda_bpm_webapp.push([[`nrm-forms-${++uses}`], {}, modules => act(modules(FORM_JS))]);
