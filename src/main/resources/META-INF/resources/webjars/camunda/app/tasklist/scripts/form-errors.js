/*
 * What has to be corrected before a form can be sent: a list at the top with a link to each field, for what form-js
 * finds and for what the server refuses. The server names a field by its label; the sentence is shown at the field too.
 */
import { element, whenPageChanges } from '../../../lib/nrm/watch.js';
import { counted } from '../../../lib/nrm/format.js';
import { openTask } from '../../../lib/nrm/sent.js';
import { barOf, containerOf, whenFormOpens } from './form-js.js';

/* Camunda's words before the server's sentence, with an id, say nothing to the person who filled in the form. */
const ENGINE_WORDS = /^Cannot (submit task form|instantiate process definition) \S+: /;
const NOT_SENT = 'The form has not been sent'; // in words.js
const BEFORE_TASKLIST = 2000; // priority: what hears of a change without one has 1000
const NOT_ANSWERED = 'The server has not answered';
const SEND_AGAIN = 'The form may not have been sent. What you typed is still here. '
  + 'Check your network connection, then send the form again.';
const SENT_BEFORE = 'The form has already been sent';
const NO_TASK = '<task> <- ';

const CHOSEN = new Set(['radio', 'select', 'checklist', 'taglist', 'checkbox']);

const UNMARKED = new Set(['select', 'datetime', 'taglist']);

/* form-js gives a field of a time alone the dateLabel "Date". */
const labelOf = field => field.label ?? field.timeLabel ?? field.dateLabel ?? '';

/* As the server writes it: FormField.label. */
const bare = label => label.trim().replace(/[?:]$/, '');

const escaped = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const inUk = number => Number(number).toLocaleString('en-GB');

/* What form-js says of an answer, in the server's words: FormCheck. */
const inWords = ({ type }, said, value) => said === 'Field is required.'
  ? `${CHOSEN.has(type) ? 'Choose' : 'Enter'} an answer.`
  : said.replace('Value is expected to be an integer.', 'Must be a whole number.')
    .replace('a valid email.', 'an e-mail address, such as name@example.org.')
    .replace(/^Field must have (maximum|minimum) (length|value) of (.+?)\.$/, (whole, end, of, limit) =>
      `Must be ${of === 'length' ? `${inUk(limit)} characters` : limit} or ${
        end === 'minimum' ? 'more' : of === 'value' ? 'less' : `fewer. You entered ${inUk(value.length)}`}.`)
    .replace(/^Field m/, 'M');

const afterLabel = sentence => sentence[0].toLowerCase() + sentence.slice(1);

/** A refusal, such as "Date received: must not be in the future. Case: …", by the fields that it names, in their order. */
export const byField = (refusal, fields) => {
  const found = fields
    .filter(field => bare(labelOf(field)))
    .flatMap(field => [...` ${refusal}`.matchAll(new RegExp(`(?<=^|[.!?]) ${escaped(bare(labelOf(field)))}: `, 'g'))]
      .map(({ index }) => [field, index]));
  const ends = [...found.map(([, at]) => at), refusal.length].sort((first, second) => first - second);
  const parts = found.map(([field, at]) => ({ field, text: refusal.slice(at, ends.find(end => end > at)).trim() }));
  const whole = refusal.slice(0, ends[0]).trim();
  return whole ? [{ text: whole }, ...parts] : parts;
};

class FormErrors {
  constructor(form) {
    this.form = form;
    this.container = containerOf(form);
    this.marks = [];
    this.reword();
    form.on('presubmit', () => this.clear());
    form.on('submit', ({ errors }) => {
      this.found(errors, true);
      this.markUnmarked(errors);
    });
    form.on('changed', BEFORE_TASKLIST, event => {
      const { errors, data } = event;
      event.errors = {}; // or Tasklist would disable Complete, which Tab then leaves out without a word
      if (this.refused) {
        this.corrected(data);
      } else if (this.box) {
        this.found(errors);
      }
      this.hint(errors);
      this.markUnmarked(errors);
    });
    form.on('formFieldInstanceRegistry.changed', ({ action }) => action === 'removed' && this.forgetHidden());
  }

  /* At the field as in the list. */
  reword() {
    const validator = this.form.get('validator');
    const registry = this.form.get('formFieldRegistry');
    const { validateFieldInstance } = validator;
    validator.validateFieldInstance = (instance, value) => validateFieldInstance.call(validator, instance, value)
      .map(said => inWords(registry.get(instance.id), said, value));
  }

  /*
   * form-js keeps what is wrong with an answer when a condition hides it. With each change it also removes all fields and
   * adds them again, at once.
   */
  forgetHidden() {
    window.clearTimeout(this.forgetting);
    this.forgetting = window.setTimeout(() => {
      const { errors } = this.form._getState();
      const shown = new Set(this.form.get('formFieldInstanceRegistry').getAll().map(({ id }) => id));
      const remaining = Object.entries(errors).filter(([id]) => shown.has(id));
      if (remaining.length < Object.keys(errors).length) {
        this.form._setState({ errors: Object.fromEntries(remaining) });
      }
    });
  }

  /* form-js marks what is wrong with an answer for a screen reader, but not with a date, a time or a choice from a list. */
  markUnmarked(errors) {
    this.fields().filter(({ type }) => UNMARKED.has(type)).forEach(field =>
      this.place(field).setAttribute('aria-invalid',
        `${field.id in errors || this.marks.some(mark => mark.field.id === field.id)}`));
  }

  /* What is wrong may be far from what is in sight. Complete lists it, too. */
  hint(errors) {
    const count = this.box?.isConnected ? 0 : Object.keys(errors).length;
    if (count === 0) {
      this.hinted?.remove();
      this.hinted = null;
      return;
    }
    if (!this.hinted) {
      this.hinted = element('button', 'nrm-link-button nrm-errors-hint');
      this.hinted.type = 'button';
      this.hinted.addEventListener('click', () => {
        this.found(this.errors, true);
        this.hint(this.errors);
      });
      barOf(this.container).append(this.hinted);
    }
    this.errors = errors;
    this.hinted.textContent = `${counted(count, 'answer')} to correct`;
  }

  fields() {
    return this.form.get('formFieldRegistry').getAll().filter(field => field.key && this.place(field));
  }

  /* What of a field takes the focus. */
  place({ id }) {
    return this.container.querySelector(`:is(input, textarea, select, [tabindex]):is([id$="-${id}"], [id*="-${id}-"])`);
  }

  found(errors, go = false) {
    const items = this.form.get('formFieldRegistry').getAll().filter(({ id }) => id in errors).map(field => {
      const said = [errors[field.id]].flat(2).find(one => typeof one === 'string');
      return { field, text: `${bare(labelOf(field))}: ${afterLabel(said)}` };
    });
    this.show(items, go);
  }

  /* The server's answer. */
  refuse(text, data) {
    this.clear();
    this.refused = byField(text, this.fields());
    this.before = structuredClone(data); // form-js changes its own
    this.refused.forEach(({ field, text: said }) => field && this.mark(field, said.slice(bare(labelOf(field)).length + 2)));
    this.show(this.refused, true);
  }

  mark(field, said) {
    const place = this.place(field);
    const words = element('div', 'fjs-form-field-error nrm-refused-answer', said[0].toUpperCase() + said.slice(1));
    words.id = `${place.id}-refused-${this.marks.length}`;
    place.closest('.fjs-form-field').append(words);
    place.setAttribute('aria-invalid', 'true');
    place.setAttribute('aria-describedby', `${place.getAttribute('aria-describedby') ?? ''} ${words.id}`.trim());
    this.marks.push({ field, place, words });
  }

  unmark({ place, words }) {
    words.remove();
    place.setAttribute('aria-invalid', 'false');
    place.setAttribute('aria-describedby', place.getAttribute('aria-describedby').replace(words.id, '').trim());
  }

  corrected(data) {
    const isChanged = ({ field }) => field && JSON.stringify(data[field.key]) !== JSON.stringify(this.before[field.key]);
    if (this.refused.some(isChanged)) {
      this.marks.filter(isChanged).forEach(mark => this.unmark(mark));
      this.marks = this.marks.filter(mark => !isChanged(mark));
      this.refused = this.refused.filter(item => !isChanged(item));
      this.show(this.refused);
    }
  }

  clear() {
    this.marks.forEach(mark => this.unmark(mark));
    this.marks = [];
    this.refused = null;
    this.show([]);
  }

  show(items, go = false) {
    if (items.length === 0) {
      this.box?.remove();
      this.box = null;
      return;
    }
    this.hint({});
    if (!this.box) {
      this.box = element('div', 'nrm-errors');
      this.box.tabIndex = -1;
      this.box.setAttribute('role', 'group');
      this.box.setAttribute('aria-labelledby', 'nrm-errors-title');
      this.container.before(this.box);
    }
    const isOfAnswers = items.some(({ field }) => field);
    const [{ text }] = items;
    const title = element('h2', 'nrm-errors-title',
      isOfAnswers ? `${NOT_SENT}. Correct your answers and send it again.`
        : text.startsWith(SENT_BEFORE) ? 'You can close this form.' : `${text === SEND_AGAIN ? NOT_ANSWERED : NOT_SENT}.`);
    title.id = 'nrm-errors-title';
    this.box.replaceChildren(title, element('ul', '', ...items.map(item => element('li', '', this.link(item)))));
    if (go) {
      window.setTimeout(() => this.box?.focus());
    }
  }

  link({ field, text }) {
    if (!field) {
      return text;
    }
    const link = element('button', 'nrm-link-button', text);
    link.type = 'button';
    link.addEventListener('click', () => {
      const place = this.place(field);
      place?.closest('.fjs-form-field').scrollIntoView({ block: 'center' });
      place?.focus({ preventScroll: true });
    });
    return link;
  }
}

let last = null;

whenFormOpens(form => {
  const errors = new FormErrors(form);
  form.on('changed', ({ data }) => { errors.data = data; });
  last = errors;
});

/* After the browser's back button, or by an old link: the task has been completed, perhaps by someone else. */
let gone = null;

whenPageChanges(() => {
  if (gone && openTask() && openTask() !== gone.task) { // or it would lie over the due date of the next task
    gone.box.querySelector('button.close:not(.ng-hide)')?.click();
    gone = null;
  }
  for (const box of document.querySelectorAll('.notifications .alert-danger:not(.nrm-handled)')) {
    const message = box.querySelector('.message');
    if (message?.textContent.startsWith(NO_TASK)) {
      box.classList.add('nrm-handled');
      box.querySelector('.status').textContent = 'This task is no longer open.';
      message.textContent = 'It has been completed or is no longer needed, or you don\'t have access to it.';
      gone = { box, task: openTask() };
    }
  }
});

let isUnanswered = false;

window.addEventListener('nrm-form-unanswered', () => { isUnanswered = true; }); // from sent.js

/* Tasklist's own box at the top right would cover the due date, and has the network's words for what was not answered. */
whenPageChanges(() => {
  for (const box of document.querySelectorAll('.notifications .alert-danger:not(.nrm-handled)')) {
    const form = last?.container.isConnected && box.querySelector('.status')?.textContent.startsWith(NOT_SENT) && last;
    if (form) {
      const said = box.querySelector('.message')?.textContent.trim();
      box.classList.add('nrm-handled');
      box.querySelector('button.close:not(.ng-hide)')?.click();
      if (said) {
        window.dispatchEvent(new Event(said.includes(SENT_BEFORE) ? 'nrm-form-sent-before' : 'nrm-form-refused')); // for drafts.js
        form.refuse(isUnanswered ? SEND_AGAIN : said.replace(ENGINE_WORDS, ''), form.data);
        isUnanswered = false;
      }
    }
  }
});
