/* After a form was sent in Tasklist: what was sent, the case number, what happens next and who has it now. */
import { h, render, Component, Fragment } from './vendor/preact/preact.module.js';
import { get } from './api.js';

const NO_ANSWER_AFTER = 10_000;
const AGAIN_AFTER = 1000;
const MOST_ATTEMPTS = 5; // while the engine still carries out steps

const SENT = 'The form was sent.';

/* Tasklist keeps it in its address. */
export const openTask = () => new URLSearchParams(window.location.hash.split('?')[1] || '').get('task');

/* In the list that is open, in its order. */
export const linkTo = task => {
  const [path, search] = window.location.hash.split('?');
  const address = new URLSearchParams(search);
  address.set('task', task);
  return `${path || '#/'}?${address}`;
};

const Answer = ({ answer: { what, caseNumber, next, own, working } }) => h(Fragment, null,
  h('p', null, h('strong', null, what)),
  caseNumber && h('p', null, 'Case number: ', h('strong', { class: 'nrm-whole' }, caseNumber)),
  next.length > 0 && h(Fragment, null,
    h('h3', null, 'What happens next'),
    h('ul', null, next.map(one => h('li', { key: one }, one)))),
  working && h('p', null, 'The next step is being prepared and will appear in the task lists in a moment.'),
  own && h('p', null, 'Your next task: ', h('a', { href: linkTo(own.id) }, own.name)));

class Sent extends Component {
  state = { answer: null, refused: null };

  componentDidMount() {
    this.focus();
    this.ask(1);
  }

  /* The dialog of Start gives the focus back to its button before it goes. */
  focus() {
    if (document.querySelector('.modal')) {
      this.waits = window.setTimeout(() => this.focus(), 100);
    } else {
      this.heading.focus();
    }
  }

  componentWillUnmount() {
    window.clearTimeout(this.timer);
    window.clearTimeout(this.waits);
    this.gone = true;
  }

  async ask(attempt) {
    this.setState({ refused: null });
    try {
      const answer = await get(this.props.address, {}, AbortSignal.timeout(NO_ANSWER_AFTER));
      if (!this.gone) {
        this.setState({ answer });
      }
      if (!this.gone && answer.working && attempt < MOST_ATTEMPTS) {
        this.timer = window.setTimeout(() => this.ask(attempt + 1), AGAIN_AFTER);
      }
    } catch (refused) {
      if (!this.gone) {
        this.setState({ refused });
      }
    }
  }

  render({ close }, { answer, refused }) {
    return h('section', {
      class: 'nrm-sent', 'aria-labelledby': 'nrm-sent-heading', onKeyDown: event => event.key === 'Escape' && close(),
    },
    h('h2', { id: 'nrm-sent-heading', tabIndex: -1, ref: node => { this.heading = node; } }, 'Sent'),
    h('div', { role: 'status' },
      answer ? h(Answer, { answer }) : !refused && h('p', null, `${SENT} Loading what happens next…`),
      refused && !answer && h('p', null, `${SENT} What happens next could not be loaded. ${refused.message}`)),
    h('p', { class: 'nrm-actions' },
      refused && !answer && h('button', { type: 'button', class: 'nrm-button', onClick: () => this.ask(1) }, 'Try again'),
      h('button', { type: 'button', class: 'nrm-button', onClick: close }, 'Close')));
  }
}

let place;

const close = () => {
  if (place) {
    render(null, place);
    place.remove();
    place = null;
  }
};

/* The form is gone: the list is the next place to be. */
const NEXT = 'li.task a[href], .start-process-action a';

const leave = () => {
  close();
  document.querySelector(NEXT)?.focus();
};

/** Shows what happened to the form: `task/…` that was completed, or `process-instance/…` that was started. */
export const showSent = what => {
  close();
  place = document.createElement('div');
  document.body.append(place);
  render(h(Sent, { address: `${what}/sent`, close: leave }), place);
};

export const closeSent = close;
