/*
 * Finding one's way in a long form: a list of its sections, always in reach. A form says once what it is: in Tasklist the
 * name of the task, or the title of the dialog, is the heading of its form. In a narrow window, or enlarged, an opened
 * task comes into sight. A screen reader says which question an answer belongs to.
 */
import { element, whenPageChanges } from '../../../lib/nrm/watch.js';
import { barOf, containerOf, whenFormOpens } from './form-js.js';

const FEWEST = 4;
const SECTION = '.fjs-form-field-grouplike';

/* Every form begins with its name; most then have the number of the case. */
const HEADING = /^## ([^\n]+)\n+(?:\*\*Case [^\n]+\*\*\n+)?/;

const nameOfTask = () => document.querySelector('h2.task')?.textContent.trim() ?? '';

const titleOfDialog = () => document.querySelector('.modal .modal-title')?.textContent.trim() ?? '';

/* Without the number of the case, which would be in the browser's history. */
const product = document.title;

const titlePage = () => {
  const open = titleOfDialog() || nameOfTask().replace(/ – NRM-\S+$/, '');
  const title = open ? `${open} – ${product}` : product;
  if (document.title !== title) {
    document.title = title;
  }
};

const sayOnce = ({ components: [first] }) => {
  const heading = first?.type === 'text' && first.text.match(HEADING);
  if (heading
    && (/^( –|:)/.test(nameOfTask().replace(heading[1], '')) || titleOfDialog().endsWith(`: ${heading[1]}`))) {
    first.text = first.text.slice(heading[0].length);
  }
};

const labelOf = section => section.querySelector(':scope > label, :scope > .fjs-form-field-label')?.textContent.trim();

class Sections {
  constructor(container) {
    this.container = container;
    this.list = element('ol', '');
    this.list.addEventListener('click', event => this.go(event.target));
    const nav = element('nav', '', this.list);
    nav.setAttribute('aria-label', 'Sections of this form');
    const summary = element('summary', '', 'Sections');
    summary.tabIndex = 0; // or Tab would not come back to it, but stay on the last button of the dialog of a start form
    this.fold = element('details', 'nrm-sections', summary, nav);
    this.fold.addEventListener('keydown', event => {
      if (event.key === 'Escape' && this.fold.open) {
        event.preventDefault(); // or a start form would be left
        this.close();
      }
    });
    this.fold.addEventListener('focusout', event => {
      this.fold.open = this.fold.open && (!event.relatedTarget || this.fold.contains(event.relatedTarget));
    });
  }

  close() {
    this.fold.open = false;
    this.fold.firstChild.focus();
  }

  /* Conditions of the form hide and show sections. */
  follow() {
    this.found = [...this.container.querySelectorAll(SECTION)]
      .filter(section => labelOf(section) && !section.parentElement.closest(SECTION));
    const labels = this.found.map(labelOf);
    if (labels.join('\n') !== this.labels) {
      this.labels = labels.join('\n');
      this.list.replaceChildren(...labels.map(label => {
        const button = element('button', 'nrm-link-button', label);
        button.type = 'button';
        return element('li', '', button);
      }));
      if (labels.length < FEWEST) {
        this.fold.remove();
      } else if (!this.fold.isConnected) {
        barOf(this.container).prepend(this.fold);
      }
    }
  }

  go(target) {
    const section = this.found[[...this.list.children].indexOf(target.closest('li'))];
    if (section) {
      this.fold.open = false;
      section.tabIndex = -1;
      section.scrollIntoView();
      section.focus({ preventScroll: true });
    }
  }
}

let sections = null;
let shown = null;

whenFormOpens((form, schema) => {
  sayOnce(schema);
  sections = new Sections(containerOf(form));
});

let isBrought = false;

for (const use of ['wheel', 'touchstart', 'pointerdown', 'keydown']) {
  window.addEventListener(use, () => { isBrought = false; }, { capture: true, passive: true });
}

/*
 * Where there is no room for three columns they are one below another, and the task is the last. By a link to a task it
 * may be there before the list, which then pushes it out of sight. By the link in the panel of what was sent, which then
 * closes, the focus would be lost.
 */
const bringIntoSight = () => {
  const heading = document.querySelector('h2.task');
  const name = heading && nameOfTask();
  if (name !== shown) {
    shown = name;
    const list = document.querySelector('.column.tasks-list');
    const task = document.querySelector('.column.task-details');
    isBrought = Boolean(name && list) && list.getBoundingClientRect().bottom <= task.getBoundingClientRect().top + 1;
    if (isBrought || (name && document.activeElement === document.body)) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
    if (isBrought) {
      task.scrollIntoView();
    }
  } else if (isBrought && heading?.getBoundingClientRect().top > window.innerHeight / 4) { // or its form has come
    heading.closest('.task-details').scrollIntoView();
  }
};

/*
 * form-js names radio buttons and checkboxes after their answers alone, such as Yes: a screen reader gets the question as
 * the name of their group. It marks a date or a choice from a list as required for the eye only.
 */
const nameQuestions = () => {
  document.querySelectorAll(':is(.fjs-form-field-radio, .fjs-form-field-checklist):not([role])').forEach(field => {
    const question = field.querySelector('label.fjs-form-field-label:not(:has(input))');
    const answer = field.querySelector('input');
    if (question && answer) {
      question.id ||= `${answer.id}-question`;
      field.setAttribute('role', answer.type === 'radio' ? 'radiogroup' : 'group');
      field.setAttribute('aria-labelledby', question.id);
    }
  });
  // Without a common name, the arrow keys would also answer the next question.
  document.querySelectorAll('.fjs-form-field-radio[aria-labelledby] input:not([name])').forEach(answer => {
    answer.name = answer.closest('[aria-labelledby]').getAttribute('aria-labelledby');
  });
  document.querySelectorAll('.fjs-form-field-radio[role]:has(> label .fjs-asterix):not([aria-required])')
    .forEach(field => field.setAttribute('aria-required', 'true'));
  document.querySelectorAll(
    ':is(.fjs-form-field-datetime, .fjs-form-field-select, .fjs-form-field-taglist):has(.fjs-asterix) input:not([aria-required])')
    .forEach(input => input.setAttribute('aria-required', 'true'));
};

/* form-js draws a list of choices that only an eye can follow. A screen reader hears which choice the arrow keys have reached. */
const nameLists = () => document.querySelectorAll(':is(.fjs-form-field-select, .fjs-form-field-taglist) input').forEach(input => {
  const list = input.closest('.fjs-form-field').querySelector('.fjs-dropdownlist');
  if (!input.hasAttribute('role')) {
    input.setAttribute('role', 'combobox');
    input.setAttribute('aria-autocomplete', input.matches('.fjs-select-hidden-input') ? 'none' : 'list');
  }
  input.setAttribute('aria-expanded', `${list !== null}`);
  input.removeAttribute('aria-activedescendant');
  if (list) {
    list.id = `${input.id}-list`;
    list.setAttribute('role', 'listbox');
    if (input.labels[0]) {
      input.labels[0].id ||= `${input.id}-question`;
      list.setAttribute('aria-labelledby', input.labels[0].id);
    }
    input.setAttribute('aria-controls', list.id);
    [...list.children].forEach((item, index) => {
      const isReached = item.matches('.focused');
      item.id = `${list.id}-${index}`;
      item.setAttribute('role', 'option');
      item.setAttribute('aria-selected', `${isReached}`);
      if (isReached) {
        input.setAttribute('aria-activedescendant', item.id);
      }
    });
  } else {
    input.removeAttribute('aria-controls');
  }
});

/* "Remove Vietnam", where form-js has "Remove tag" beside each choice. */
const nameRemoval = () => document.querySelectorAll('.fjs-taglist-tag').forEach(choice => {
  const button = choice.querySelector('.fjs-taglist-tag-remove');
  if (button) {
    button.title = `Remove ${choice.querySelector('.fjs-taglist-tag-label').textContent}`;
  }
});

/* The browser scrolls what Tab leads to into the window, but not out from under the bar of the form or its buttons. */
document.addEventListener('keyup', ({ key, target }) => {
  if (key === 'Tab' && target.closest('.fjs-container')) {
    target.scrollIntoView({ block: 'nearest' });
  }
});

whenPageChanges(() => {
  titlePage();
  nameQuestions();
  nameLists();
  nameRemoval();
  if (sections?.container.isConnected) {
    sections.follow();
  }
  bringIntoSight();
});
