/*
 * What someone types into a form is saved on the server and put back into the form when they open it again, on any
 * computer. Only what they have changed is saved: the rest of the form comes from the case each time it is opened.
 *
 * The server writes into each form where its draft is (`draft`). Values go in and out through form-js, so that conditions
 * and checks see them. If a later Tasklist works differently, nothing is saved and nothing else changes.
 */
import { get, put } from '../../../lib/nrm/api.js';
import { clock, time } from '../../../lib/nrm/format.js';
import { ask, tell } from '../../../lib/nrm/ask.js';
import { element, whenPageChanges } from '../../../lib/nrm/watch.js';
import { barOf, containerOf, withFormJs } from './form-js.js';
import { guardForms } from './leaving.js';

const AFTER = 1000;
const TRY_AGAIN_AFTER = 15_000;
const NO_ANSWER_AFTER = 8000;
const MOST_OF_A_CLOSED_PAGE = 60_000; // browsers send no more than 64 KB of a page that is being closed

/* Statuses of a refusal that the same text would get again, and each attempt would prolong the session. */
const FINAL = [400, 404, 409, 413];

const SIGNED_OUT = 'Not saved, because you have been signed out. '
  + 'Sign in again in another tab, and what you type here will be saved.';

const SIGN_IN_FIRST = 'What you typed last is not saved. Sign in again in another tab, then save it here.';

const NOT_KEPT = 'What you typed last could not be saved. Open the form again and check your answers.';

const NOT_LOADED = 'Your draft could not be loaded, and nothing you type here is saved. Reload the page.';

const GONE = 'This form was sent, or its draft was discarded, in another window. Check which before you send it here.';

/* The drafts of the form that is open and of forms that have just been closed. */
const open = new Set();

/* By address, what is being saved: a form that is opened again waits for it. */
const saving = new Map();

const keysOf = components => components.flatMap(({ key, disabled, readonly, components: inside = [] }) =>
  [...(key && !disabled && !readonly ? [key] : []), ...keysOf(inside)]);

/*
 * By form, the answers that brothers and sisters share, of the form that was sent last: only in the memory of this page,
 * only for the person who sent it, and only until somebody signs in.
 */
const sentLast = new Map();

const sharedKeysOf = components => components.flatMap(({ key, properties, components: inside = [] }) =>
  [...(properties?.shared === 'yes' ? [key] : []), ...sharedKeysOf(inside)]);

const answered = values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value?.length ?? value !== null));

/* What its person has typed, or nothing worth a question. */
const hasText = draft => !draft.sent && (draft.entered || draft.typed !== '{}');

/* As on the server, where handing a task back deletes its draft. */
const sayWhetherKept = async draft => {
  if (draft.isLeft || !hasText(draft)) {
    return;
  }
  draft.isLeft = true;
  await draft.busy;
  const found = await draft.ask().catch(() => ({}));
  if (draft.failed && !draft.signedOut) {
    tell(NOT_KEPT, true);
  } else if (found.savedAt && found.person === draft.person) {
    tell(`Draft saved ${clock(found.savedAt)}. It will be in the form when you open it again.`);
  }
};

class Draft {
  constructor(form, { id, draft, components }, fill) {
    this.form = form;
    this.id = id;
    this.shared = sharedKeysOf(components);
    this.address = `${draft}/draft`;
    this.keys = keysOf(components);
    this.fill = fill;
    this.container = containerOf(form);
    this.saved = '{}';
    this.typed = '{}';
    this.changes = 0;
    form.on('changed', ({ data }) => this.changed(data));
  }

  async begin() {
    open.forEach(draft => draft.save());
    await saving.get(this.address);
    const found = await this.ask().catch(refused => ({ refused }));
    const filled = this.fill({}); // awaited last: between two drawings form-js empties dates and times
    this.before = this.now;
    this.show();
    if (found.refused) {
      this.say('', NOT_LOADED);
      this.cannotSave = true;
    } else {
      open.forEach(draft => draft.address === this.address && !draft.isOpen() && draft.drop()); // or it would replace this one
    }
    if (found.savedAt) {
      await this.take(found.values);
      this.offer(found.savedAt);
    } else if (sentLast.has(this.id)) {
      this.offerShared();
    }
    for (const event of ['pointerdown', 'keydown', 'focusin', 'input']) {
      this.container.addEventListener(event, () => this.touch(), { capture: true, once: true });
    }
    this.container.addEventListener('focusout', () => this.save());
    this.container.querySelector('form')?.setAttribute('autocomplete', 'off'); // nor does the browser keep answers
    this.container.addEventListener('input', event => { // the calendar sends such events too
      this.entered ||= event.isTrusted;
    });
    this.form.on('presubmit', () => {
      this.save();
      this.sent = true;
    });
    this.form.on('submit', ({ errors }) => {
      this.sent = Object.keys(errors).length === 0;
      if (this.sent && this.shared.length > 0) {
        const values = answered(Object.fromEntries(this.shared.map(key => [key, this.now[key]])));
        const person = Promise.resolve(this.busy).then(() => this.person); // not known before the first draft is saved
        sentLast.set(this.id, { person, values });
      }
    });
    open.add(this);
    await filled;
  }

  /* The form had arrived, although its answer was lost: nothing of it is left to send. */
  forget() {
    if (this.isOpen()) {
      this.typed = '{}';
      this.save();
      this.sent = true;
    }
  }

  drop() {
    this.cannotSave = true;
    open.delete(this);
  }

  async take(values) {
    await this.fill(values);
    this.saved = JSON.stringify(values);
    this.typed = this.saved;
  }

  /* Takes what its person has typed into this form in another window, which the next save here would replace. */
  async catchUp() {
    const isIdle = () => this.isOpen() && this.typed === this.saved && !this.busy && !this.sent && !this.cannotSave;
    if (isIdle()) {
      const { changes } = this;
      const found = await this.ask().catch(() => ({}));
      if (!found.person || found.person !== this.person || JSON.stringify(found.values) === this.saved || !isIdle()
        || this.changes !== changes) { // even if saved since: the answer may be older
        return;
      }
      if (found.savedAt) {
        await this.take(found.values);
        this.say(`Draft saved ${clock(found.savedAt)} in another window`);
      } else {
        this.saved = '{}';
        this.typed = this.saved;
        this.say('', GONE);
      }
    }
  }

  async ask(signal) {
    const found = await get(this.address, {}, signal);
    this.person ??= found.person;
    return found;
  }

  /* Until then, form-js itself may have changed values, for example a choice that there is no longer. */
  touch() {
    if (!this.touched && this.saved === '{}') {
      this.before = this.now;
    }
    this.touched = true;
  }

  changed(data) {
    this.now = Object.fromEntries(this.keys.map(key => [key, data[key] ?? null]));
    if (!this.touched) {
      return;
    }
    const changes = Object.entries(this.now)
      .filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(this.before[key]));
    const typed = JSON.stringify(Object.fromEntries(changes));
    if (typed !== this.typed) {
      this.typed = typed;
      this.changes += 1;
      this.sent = false;
      this.saveAfter(AFTER);
    }
  }

  saveAfter(delay) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), delay);
  }

  isOpen() {
    return this.container.isConnected;
  }

  /*
   * One request after the other, but for the last of a page. A form that has been accepted and closed has no draft any
   * more. What a session that has ended did not let through is tried again when the same person has signed in.
   */
  save(last = false) {
    window.clearTimeout(this.timer);
    const { typed } = this;
    if (this.cannotSave || typed === (this.busy ? this.sending : this.saved) || this.busy && !last || this.sent && !this.isOpen()) {
      return;
    }
    this.sending = typed;
    this.busy = this.send(typed).then(savedAt => {
      this.signedOut = false;
      this.waits = false;
      this.failed = false;
      this.saved = typed;
      this.say(savedAt ? `Draft saved ${clock(savedAt)}` : '');
      return AFTER;
    }, refused => {
      this.signedOut = refused.status === 401;
      this.waits = this.signedOut || !refused.status || refused.status >= 500;
      this.failed = true;
      this.sent &&= !this.signedOut; // or its form may be accepted all the same
      this.say('', this.signedOut ? SIGNED_OUT : `Not saved. ${refused.message}`);
      return !FINAL.includes(refused.status) ? TRY_AGAIN_AFTER : this.typed === typed ? null : AFTER;
    }).then(next => {
      this.busy = null;
      saving.delete(this.address);
      if (!this.isOpen() && !this.waits && (this.failed || this.sent || this.typed === this.saved)) {
        sayWhetherKept(this);
        open.delete(this);
      } else if (next && (this.isOpen() || !this.signedOut) && this.typed !== this.saved) {
        this.saveAfter(next);
      }
    });
    saving.set(this.address, this.busy);
  }

  /* Reading comes first where someone may have signed in since: it also brings the new session's token. */
  async send(typed) {
    const signal = AbortSignal.timeout(NO_ANSWER_AFTER);
    if (!this.person || this.signedOut) {
      await this.ask(signal);
    }
    const { savedAt } = await put(this.address, { person: this.person, values: JSON.parse(typed) },
      { keepalive: typed.length < MOST_OF_A_CLOSED_PAGE, signal });
    return savedAt;
  }

  /** Saves what there is. @returns whether everything is saved */
  async keep() {
    document.activeElement?.blur(); // see pagehide
    await this.settle();
    return this.typed === this.saved && !this.cannotSave;
  }

  async settle() {
    await this.busy; // with what was typed before
    this.save();
    await this.busy;
  }

  show() {
    this.saidAt = element('span', 'nrm-draft-saved');
    this.trouble = element('span', 'nrm-draft-trouble');
    this.trouble.setAttribute('role', 'status');
    this.line = element('p', 'nrm-draft', this.trouble, this.saidAt);
    barOf(this.container).append(this.line);
  }

  say(saved, trouble = '') {
    this.saidAt.textContent = saved;
    this.trouble.textContent = trouble && `${trouble} `;
  }

  offer(savedAt) {
    this.trouble.append(`Draft from ${time(savedAt)}. `);
    this.button('Discard the draft', button => this.discard(button));
  }

  offerShared() {
    this.button('Brother or sister of the last child? Copy the answers that are the same', button => this.copyShared(button));
  }

  button(words, act) {
    const button = element('button', 'nrm-draft-discard', words);
    button.type = 'button';
    button.addEventListener('click', () => act(button));
    this.trouble.after(button);
  }

  async copyShared(button) {
    await this.ask().catch(() => {}); // the task may have been claimed since the form was opened
    const { person, values } = sentLast.get(this.id) ?? {};
    if (!this.person || await person !== this.person) {
      tell('Claim the task first.');
      return;
    }
    this.touch();
    this.entered = true;
    await this.fill({ ...answered(this.now), ...values });
    const copied = element('span', '', 'Copied from the form that you sent last. Check each answer. ');
    copied.tabIndex = -1;
    button.replaceWith(copied);
    copied.focus();
  }

  async discard(button) {
    this.touched = true;
    this.entered = false;
    await this.fill({});
    this.before = this.now;
    this.typed = '{}';
    this.save();
    button.remove();
    this.say('');
    this.container.querySelector('input, textarea')?.focus();
  }
}

whenPageChanges(() => open.forEach(draft => draft.isOpen() || sayWhetherKept(draft)));

guardForms({
  opened: () => [...open].filter(draft => draft.isOpen() && hasText(draft)),
  isAtRisk: () => [...open].some(draft => hasText(draft) && (draft.waits || draft.isOpen() && (draft.failed || draft.cannotSave))),
});

const leave = () => {
  open.forEach(draft => draft.save());
  if (window.location.hash.split('?')[0] === '#/login') { // over which Tasklist would leave the form that was open
    sentLast.clear();
    document.querySelectorAll('.modal [ng-click="$dismiss()"]').forEach(button => button.click());
  }
  for (const draft of [...open].filter(one => !one.isOpen() && (one.sent || one.typed === one.saved))) {
    sayWhetherKept(draft);
    open.delete(draft);
  }
};

for (const event of ['hashchange', 'nrm-address']) { // the second from casework.js
  window.addEventListener(event, leave);
}
document.addEventListener('visibilitychange', () => document.hidden && leave());
window.addEventListener('focus', () => open.forEach(draft => {
  draft.save();
  draft.catchUp();
}));
window.addEventListener('nrm-form-sending', ({ detail }) =>
  open.forEach(draft => draft.isOpen() && detail.push(draft.settle())));
window.addEventListener('nrm-form-refused', () => open.forEach(draft => { draft.sent &&= !draft.isOpen(); }));
window.addEventListener('nrm-form-accepted', ({ detail }) => {
  open.forEach(draft => draft.address === detail && draft.drop()); // what was typed after Send would be in the next form
});
window.addEventListener('nrm-form-sent-before', () => open.forEach(draft => draft.forget()));
window.addEventListener('pagehide', () => {
  document.activeElement?.blur(); // form-js passes a date on when its field is left
  open.forEach(draft => draft.save(true));
});

const keepBeforeLeaving = async drafts => {
  const answers = { save: 'Save', leave: 'Leave without saving' };
  const areKept = async () => (await Promise.all(drafts.map(draft => draft.keep()))).every(kept => kept);
  while (await ask('You have been signed out', SIGN_IN_FIRST, answers).answer === 'save' && !await areKept());
};

let keeping = false;

/* With an identity provider the browser leaves this page, and with it what is only in its memory (lib/sign-in.js). */
window.addEventListener('nrm-signed-out', event => {
  document.activeElement?.blur(); // see pagehide
  const unsaved = [...open].filter(draft => draft.typed !== draft.saved && !draft.cannotSave
    && (draft.isOpen() || draft.waits || (draft.busy && !draft.sent)));
  if (unsaved.length > 0 && !keeping) {
    keeping = true;
    keepBeforeLeaving(unsaved).then(event.detail);
  }
  if (keeping) {
    event.preventDefault();
  }
});

withFormJs(({ Form }) => {
  const { importSchema } = Form.prototype;
  Form.prototype.importSchema = function (schema, data = {}) {
    const fill = values => importSchema.call(this, schema, { ...data, ...values });
    return schema.draft ? new Draft(this, schema, fill).begin() : fill({});
  };
});
