/* The search box on Tasklist's bar, and the cases that it finds. What is typed goes into no address. */
import { h, Component, Fragment } from './vendor/preact/preact.module.js';
import { pages, post } from './api.js';
import { linkTo } from './sent.js';

const NO_ANSWER_AFTER = 10_000;

const NOTHING = 'No case that you may open matches. Enter any part of a case number, a Home Office reference, '
  + 'or a name with the date of birth as 23/07/1994.';

const FoundCase = ({ one, close }) => h('li', null,
  one.record
    ? h('a', { class: 'nrm-whole', href: pages + one.record, target: '_blank', rel: 'noopener' }, one.caseNumber,
      h('span', { class: 'nrm-hidden' }, ' (record, opens in a new tab)'))
    : h('strong', { class: 'nrm-whole' }, one.caseNumber),
  one.council && `, ${one.council}`,
  one.tasks.length > 0 && h('ul', null, one.tasks.map(task => h('li', { key: task.id },
    'Task: ', h('a', { href: linkTo(task.id), onClick: close }, task.name)))));

export class CaseSearch extends Component {
  state = { text: '', found: null, refused: null, busy: false };

  close = () => {
    this.setState({ found: null, refused: null });
    this.input.focus();
  };

  search = event => {
    event.preventDefault();
    const { text } = this.state;
    if (text.trim() === '') {
      return;
    }
    const asked = post('search', { text }, { signal: AbortSignal.timeout(NO_ANSWER_AFTER) });
    this.asked = asked;
    this.setState({ busy: true, found: null, refused: null });
    const show = (state, then) => this.asked === asked && this.setState({ ...state, busy: false }, then); // the last search only
    asked.then(found => show({ found }, () => this.results.querySelector('a, button').focus()), refused => show({ refused }));
  };

  render(_, { text, found, refused, busy }) {
    return h(Fragment, null,
      h('form', { role: 'search', class: 'nrm-search-form', onSubmit: this.search },
        h('label', { for: 'nrm-search', class: 'nrm-hidden' }, 'Find a case by number, reference, or name with date of birth'),
        h('input', {
          id: 'nrm-search', type: 'search', autocomplete: 'off', maxLength: 200, placeholder: 'Find a case', value: text,
          ref: node => { this.input = node; }, onInput: event => this.setState({ text: event.target.value }),
        }),
        h('button', { type: 'submit', class: 'nrm-button' }, 'Find')),
      h('div', {
        class: 'nrm-search-found', hidden: !(busy || found || refused), ref: node => { this.results = node; },
        onKeyDown: event => event.key === 'Escape' && this.close(),
      },
      h('div', { role: 'status' },
        busy && h('p', null, 'Searching…'),
        refused && h('p', null, refused.message),
        found && found.cases.length === 0 && h('p', null, NOTHING),
        found && found.cases.length > 0 && h('ul', null,
          found.cases.map(one => h(FoundCase, { key: one.caseNumber, one, close: this.close }))),
        found && found.more && h('p', null, 'There are more. Enter more of the number.')),
      !busy && h('button', { type: 'button', class: 'nrm-button', onClick: this.close }, 'Close')));
  }
}
