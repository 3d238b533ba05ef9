/* What all our pages have in common: how Cockpit shows them, and what they say while there is nothing to show. */
import { deployment } from './deployment.js';
import { h, render, Component } from './vendor/preact/preact.module.js';

/*
 * How a plugin point shows a component. Camunda hands over an element (and, in `api` or `scope`, what the page is about),
 * and calls `unmount` when it removes it.
 */
export const mount = (View, title) => {
  let shown;
  return {
    render: (node, api, scope) => {
      shown = node;
      if (title) {
        document.title = `${deployment.name} Cockpit | ${title}`; // as Cockpit's own pages
      }
      render(h(View, { api, scope }), node);
    },
    unmount: () => {
      if (shown) {
        render(null, shown);
        shown = null;
      }
    },
  };
};

/* A page of ours: its heading, whose cases it shows, and what there is. */
export const Page = ({ title, scope, actions, children }) =>
  h('main', { class: 'nrm-page' },
    h('header', { class: 'nrm-page-head' },
      h('h1', null, title),
      scope && h('p', { class: 'nrm-scope' }, scope),
      actions && h('div', { class: 'nrm-actions' }, actions)),
    children);

/* Statuses of a refusal that the same request would get again. */
const FINAL = [400, 403, 404];

/*
 * Shows the result of a promise: while it is pending, if it was refused, and once it is there.
 *
 *   h(Load, { from: () => get('caseload/summary'), deps: [filter] }, data => h('p', null, data.open))
 *
 * `from` is called again when `deps` change; the previous content stays until the new answer arrives, and comes back with
 * what was typed into it after a refusal. What is about another case gets another `key`, and nothing stays. `onData` gets
 * each answer that is shown; `onRefused` is called if there is none.
 */
export class Load extends Component {
  state = { data: null, refused: null, loading: true };

  componentDidMount() {
    this.ask();
  }

  componentDidUpdate(before) {
    if (JSON.stringify(before.deps) !== JSON.stringify(this.props.deps)) {
      this.ask();
    }
  }

  componentWillUnmount() {
    this.asked = null;
  }

  ask() {
    const asked = this.props.from();
    this.asked = asked;
    this.setState({ loading: true });
    asked.then(
      data => {
        if (this.asked === asked) { // if not, something else has been asked for since
          this.setState({ data, refused: null, loading: false });
          this.props.onData?.(data);
        }
      },
      refused => {
        if (this.asked === asked) {
          this.setState({ refused, loading: false });
          this.props.onRefused?.();
        }
      });
  }

  render({ children }, { data, refused, loading }) {
    const show = [].concat(children)[0];
    return [
      refused && h('div', { key: 'refused', class: 'nrm-refused', role: 'alert' },
        h('p', null, refused.message),
        !FINAL.includes(refused.status) && h('button', {
          type: 'button', class: 'nrm-button', onClick: () => refused.status === 401 ? location.reload() : this.ask(),
        }, refused.status === 401 ? 'Sign in' : 'Try again')),
      h('div', { key: 'load', class: 'nrm-load', 'aria-busy': String(loading), hidden: Boolean(refused) },
        data === null ? h('p', { class: 'nrm-loading', role: 'status' }, 'Loading…') : show(data, () => this.ask())),
    ];
  }
}

/* Instead of an empty table or chart. */
export const Empty = ({ children }) => h('p', { class: 'nrm-empty' }, children);
