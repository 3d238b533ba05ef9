/*
 * What keyboards and screen readers miss in Camunda's pages: names of buttons that are only a picture, of dialogs and
 * of parts of the page, a way past the bar at the top, and which of several things is the chosen one. Nothing is moved
 * or taken away; where a later version has a name of its own, that one stays.
 */
import { whenPageChanges } from './watch.js';

/* Other buttons take their name from their tooltip, or from the column that they sort. */
const NAMES = {
  '.app-switch > a': 'Other applications',
  '.navbar-toggle': 'Menu',
  '.notifications .close': 'Close this message',
  '.region-toggle[data-region="filters"]': 'Hide or show the filters',
  '.region-toggle[data-region="list"]': 'Hide or show the list of tasks',
  '.region-toggle[data-region="task"]': 'Hide or show the task',
  '.btn.maximize': 'Show only the task',
  '.btn.reset-regions': 'Show filters, list and task',
  '.stored-criteria > button': 'Saved searches',
  '.bjs-drilldown': 'Open the diagram of this stage',
  '.cockpit-app > a': 'Cockpit',
  '.tasklist-app > a': 'Tasklist',
  '.admin-app > a': 'Admin',
  '.hide-collapsable': 'Hide this part',
  '.show-collapsable': 'Show this part',
  'a.circle-green': 'No incidents',
  'a.circle-red': 'Has incidents',
  'a.circle-orange': 'Has incidents'
};

/* Where there is none: our own pages bring theirs. */
const MAIN = '.site-wrap, .ctn-main, body > .container-fluid[ng-view]';

const LANDMARKS = [
  ['[cam-widget-header]', 'banner'],
  ['.sections-menu', 'navigation', 'Sections'],
  ['[cam-widget-header] .app-menu', 'navigation', 'Account and applications'],
  ['[cam-breadcrumbs-panel]', 'navigation', 'Where you are'],
  ['.column.task-filters', 'region', 'Filters'],
  ['.column.tasks-list', 'region', 'Tasks'],
  ['.column.task-details', 'region', 'Task'],
  ['aside:not(.nrm-page *)', 'navigation', 'Lists']
];

/* Headings by what they are and not by how large they were meant to look; null is no heading. */
const HEADINGS = [
  ['.brand-name, .form-signin .app-name', 1],
  ['h4.name, h4.task, h2.task', 2],
  ['body:not(:has([ng-view] h2)) [ng-view] h3, .section-title', 2],
  ['.legend-holder', null],
  ['h6.process-definition, h4.process-definition, h5.assignee', null]
];

const CHOSEN = '.task-filter.active h4 a, li.task.active h4 a, .nav-tabs > li.active > a, .sections-menu li.active a';

const FIELDS = {
  '.form-signin input[type="text"]': ['User name', 'username'],
  '.form-signin input[type="password"]': ['Password', 'current-password']
};

let numbers = 0;
const identified = element => {
  element.id = element.id || `nrm-${++numbers}`;
  return element.id;
};

const all = (selector, act) => document.querySelectorAll(selector).forEach(act);

const hint = element => [element, ...element.querySelectorAll('[uib-tooltip], [tooltip]')]
  .map(part => part.getAttribute('uib-tooltip') || part.getAttribute('tooltip') || part.title)
  .find(words => words && words.trim());

/* A sign in the head of a column sorts by that column. */
const sorts = element => {
  const head = element.closest('th, thead td');
  return head && head.innerText.trim() && `Sort by ${head.innerText.trim()}`;
};

const known = element => Object.entries(NAMES).find(([selector]) => element.matches(selector));

/* Words that a narrow window has no room for are hidden. A sign such as × is a picture too. */
const isPicture = element => !/\w/.test(element.textContent)
  || /^\s*CAM_[A-Z_]+\s*$/.test(element.textContent) // a word that Camunda has not translated
  || (element.querySelector('[class*="hidden-"]') && !element.innerText.trim());

const nameButtons = () => all('a, button', element => {
  if (isPicture(element) && !element.hasAttribute('aria-labelledby')) {
    const words = known(element)?.[1] ?? hint(element) ?? sorts(element);
    if (words && element.getAttribute('aria-label') !== words) {
      element.setAttribute('aria-label', words);
    }
  }
});

/* A picture beside words says nothing; one with a hint of its own, such as the calendar beside a date, says that. */
const namePictures = () => all('.glyphicon:not([aria-hidden]):not([role]):not(a):not(button)', picture => {
  const words = !picture.closest('a, button') && hint(picture);
  if (words) {
    picture.setAttribute('role', 'img');
    picture.setAttribute('aria-label', words);
  } else {
    picture.setAttribute('aria-hidden', 'true');
  }
});

const nameParts = () => {
  const own = document.querySelector('main');
  all(MAIN, part => own ? part.removeAttribute('role') : part.setAttribute('role', 'main'));
  LANDMARKS.forEach(([selector, role, words]) => all(`:is(${selector}):not([role])`, part => {
    part.setAttribute('role', role);
    if (words) {
      part.setAttribute('aria-label', words);
    }
  }));
  HEADINGS.forEach(([selector, level]) => all(`:is(${selector}):not([role])`, heading => {
    heading.setAttribute('role', level ? 'heading' : 'none');
    if (level) {
      heading.setAttribute('aria-level', level);
    }
  }));
};

const ORDERS = { 'chevron-up': 'ascending', 'chevron-down': 'descending', minus: 'none' };

const nameOrders = () => Object.entries(ORDERS).forEach(([sign, order]) => all(`th a > .glyphicon-${sign}`, picture => {
  picture.closest('th').setAttribute('aria-sort', order);
}));

const nameDialogs = () => all('.modal[role="dialog"]', dialog => {
  const title = dialog.querySelector('.modal-title, .modal-header h3, .modal-header h4');
  if (title && dialog.getAttribute('aria-labelledby') !== title.id) {
    dialog.setAttribute('aria-labelledby', identified(title));
    dialog.setAttribute('aria-modal', 'true');
  }
});

/* Camunda marks what folds out as tabs with links inside them. The links themselves say what is open. */
const ACCORDION = '.panel-group[role="tablist"], .panel-heading[role="tab"], .panel-collapse[role="tabpanel"]';

const nameFolds = () => {
  all(ACCORDION, part => {
    part.removeAttribute('role');
    part.removeAttribute('aria-selected');
  });
  all('.panel-collapse[aria-expanded]', part => part.removeAttribute('aria-expanded'));
};

const nameFields = () => {
  Object.entries(FIELDS).forEach(([selector, [words, purpose]]) => all(`${selector}:not([id])`, field => {
    const label = document.createElement('label');
    label.htmlFor = identified(field);
    label.textContent = words;
    field.before(label);
    field.autocomplete = purpose;
  }));
  all('input[placeholder]:not([aria-label]):not([id])', field => field.setAttribute('aria-label', field.placeholder));
  /* The words beside it are not tied to it. */
  all('.form-group :is(input, select, textarea):not([aria-label]):not([placeholder])', field => {
    const words = field.labels?.length === 0 && field.closest('.form-group').querySelector('label, .control-label');
    if (words) {
      field.setAttribute('aria-label', words.innerText.trim());
    }
  });
  /* A field that offers words while someone types is a combobox, and only a combobox may be expanded. */
  all('input[uib-typeahead][aria-owns]:not([role])', field => {
    field.setAttribute('role', 'combobox');
    field.setAttribute('aria-controls', field.getAttribute('aria-owns'));
  });
};

const markChosen = () => {
  all('[aria-current="true"]', element => element.matches(CHOSEN) || element.removeAttribute('aria-current'));
  all(`:is(${CHOSEN}):not([aria-current])`, element => element.setAttribute('aria-current', 'true'));
};

const giveKeyboard = () => {
  all('[tabindex]', element => {
    if (element.tabIndex > 0) {
      element.tabIndex = 0; // the order of the page is the right one
    }
  });
  all('.section-content:not([tabindex])', part => {
    part.tabIndex = 0; // scrolls by the arrow keys
  });
  /* Text can be selected and copied by keyboard as well: no tab stop for each cell of a table. */
  all('a.glyphicon-copy:not([aria-hidden])', copy => copy.setAttribute('aria-hidden', 'true'));
  all('a:not([href]):not([role]):not(.glyphicon-copy)', link => {
    link.setAttribute('role', 'button');
    link.tabIndex = 0;
  });
  /* The sign that a switch is on, and no switch of its own. */
  all('a.overlay-link input.toggle:not([aria-hidden])', sign => {
    sign.setAttribute('aria-hidden', 'true');
    sign.tabIndex = -1;
    sign.disabled = true;
  });
};

document.addEventListener('keydown', event => {
  if ((event.key === 'Enter' || event.key === ' ') && event.target.matches('a[role="button"]:not([href])')) {
    event.preventDefault();
    event.target.click();
  }
});

/* A moment later Camunda goes to the first field once more: the rest of a password would be seen in the user's name. */
document.addEventListener('focusin', event => {
  event.target.closest('.form-signin')?.querySelector('[autofocus]')?.removeAttribute('autofocus');
});

/*
 * A dialog returns the focus to what opened it; if that has been redrawn since, the focus would be lost. So it would be
 * where the dialog itself is redrawn, as when a form is chosen in it: Shift and Tab would lead to the page behind it.
 */
let dialogs = 0;

const keepPlace = () => {
  const open = document.querySelectorAll('.modal');
  if (document.activeElement === document.body && open.length > 0) {
    open[open.length - 1].focus();
  } else if (document.activeElement === document.body && dialogs > 0) {
    (document.querySelector('.start-process-action a') ?? document.querySelector('.navbar-brand'))?.focus();
  }
  dialogs = open.length;
};

// ---------------------------------------------------------------- past the bar at the top

const GOALS = [
  ['Skip to the tasks', '.column.tasks-list li.task a'],
  ['Skip to the open task', '.column.task-details h2.task'],
  ['Skip to the content', '.ctn-main [ng-view], body > .container-fluid[ng-view]']
];

const skip = document.createElement('nav');
skip.className = 'nrm-skip';
skip.setAttribute('aria-label', 'Skip');

const go = selector => {
  const goal = document.querySelector(selector);
  if (!goal.matches('a')) {
    goal.tabIndex = -1;
  }
  goal.focus();
};

const links = GOALS.map(([words, selector]) => {
  const link = document.createElement('button');
  link.type = 'button';
  link.textContent = words;
  link.addEventListener('click', () => go(selector));
  return [link, selector];
});
skip.append(...links.map(([link]) => link));

const offerSkip = () => {
  if (!skip.isConnected) {
    document.body.prepend(skip);
  }
  links.forEach(([link, selector]) => {
    link.hidden = !document.querySelector(selector)?.checkVisibility({ visibilityProperty: true });
  });
};

// ---------------------------------------------------------------- all together

document.documentElement.lang = 'en-GB';

whenPageChanges(() => {
  nameButtons();
  namePictures();
  nameParts();
  nameOrders();
  nameDialogs();
  nameFolds();
  nameFields();
  markChosen();
  giveKeyboard();
  keepPlace();
  offerSkip();
});
