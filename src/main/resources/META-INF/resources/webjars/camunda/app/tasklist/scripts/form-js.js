/* form-js, which draws Tasklist's forms and is in Camunda's bundle, out of reach of other scripts. */

/* Its number among the modules of lib/deps.js in camunda-webapp-webjar 7.24.0. */
const FORM_JS = 57661;

let uses = 0;

/** Calls back with what form-js exports, once, before a form is drawn. */
export const withFormJs = act =>
  window.webpackChunkcamunda_bpm_webapp.push([[`nrm-forms-${++uses}`], {}, modules => act(modules(FORM_JS))]);

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

export const element = (name, className, ...content) => {
  const made = document.createElement(name);
  made.className = className;
  made.append(...content);
  return made;
};

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
