/* On Tasklist's bar: the button that claims the most urgent task of the person's teams, and the link to their cases. */
import { h, Component, Fragment } from './vendor/preact/preact.module.js';
import { get, pages, post } from './api.js';
import { linkTo } from './sent.js';

const NO_ANSWER_AFTER = 10_000;

const NONE = 'Your teams have no tasks that you can claim.';

export class OwnWork extends Component {
  state = { cases: false, claimed: null, words: null, busy: false };

  componentDidMount() {
    get('work').then(({ cases }) => this.setState({ cases }), () => {}); // the page is on the start page too
  }

  close = () => {
    this.setState({ words: null });
    this.button.focus();
  };

  claim = async () => {
    this.setState({ busy: true, claimed: null, words: null });
    try {
      const { task } = await post('work/next', {}, { signal: AbortSignal.timeout(NO_ANSWER_AFTER) });
      this.setState({ busy: false, claimed: task && task.name, words: task ? null : NONE });
      if (task) {
        window.location.hash = linkTo(task.id);
      }
    } catch (refused) {
      this.setState({ busy: false, words: refused.message });
    }
  };

  render(_, { cases, claimed, words, busy }) {
    return h(Fragment, null,
      h('div', { class: 'nrm-search-form' },
        h('button', {
          type: 'button', class: 'nrm-button', disabled: busy, onClick: this.claim, ref: node => { this.button = node; },
        }, 'Claim the next one'),
        cases && h('a', { class: 'nrm-my-cases', href: `${pages}/nrm/my-cases`, target: '_blank', rel: 'noopener' },
          'My cases', h('span', { class: 'nrm-hidden' }, ' (opens in a new tab)'))),
      h('div', { role: 'status', class: 'nrm-hidden' }, claimed ? `Claimed: ${claimed}` : words),
      words && h('div', { class: 'nrm-search-found', onKeyDown: event => event.key === 'Escape' && this.close() },
        h('p', null, words),
        h('button', { type: 'button', class: 'nrm-button', onClick: this.close }, 'Close')));
  }
}
