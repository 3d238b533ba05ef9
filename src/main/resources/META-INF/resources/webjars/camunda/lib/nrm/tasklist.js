/*
 * The place that we take in Tasklist: the case beside a task, instead of the lists and beside the form, not in a tab.
 * Tasklist forgets what was typed into a form when another tab is opened. What the panel shows is loaded when it opens.
 */
import { h, render, Component } from './vendor/preact/preact.module.js';
import { Load, mount } from './page.js';
import { openTask } from './sent.js';

/* Not the task of a booking. */
const NUMBERED = / – NRM-\S+$/;

const CHANGES = ['hashchange', 'nrm-address'];

const Panel = ({ taskId, close }) => h('section', {
  class: 'nrm-case-panel', 'aria-label': 'The case beside the task', onKeyDown: event => event.key === 'Escape' && close(),
},
h('button', {
  type: 'button', class: 'nrm-button nrm-case-close', ref: node => node && !node.seen && (node.seen = true, node.focus()), onClick: close,
}, 'Close and show the lists'),
h(Load, { from: () => import('./task-case.js') }, ({ TaskCase }) => h(TaskCase, { taskId })));

/* The button above the task. The panel is outside the task's bar, where Tasklist would cut it off. */
class CaseBeside extends Component {
  state = { taskId: openTask(), open: false };

  close = () => this.setState({ open: false });

  /* With less motion, a narrow window hides it for some frames longer. */
  focusButton = () => {
    this.button?.focus();
    if (this.button && document.activeElement === document.body) {
      window.requestAnimationFrame(this.focusButton);
    }
  };

  componentDidMount() {
    this.follow = () => {
      const taskId = openTask();
      if (taskId !== this.state.taskId) {
        this.setState({ taskId, open: this.state.open && Boolean(taskId) });
      }
    };
    CHANGES.forEach(change => window.addEventListener(change, this.follow));
    this.forget = this.props.scope.$watch('task.name', name => this.setState({ hasCase: NUMBERED.test(name) }));
  }

  componentDidUpdate(_, { open: wasOpen }) {
    const { open, taskId } = this.state;
    if (open && !this.place) {
      this.place = document.createElement('div');
      document.querySelector('.three-cols-layout-columns').before(this.place);
    }
    this.show(open && h(Panel, { taskId, close: this.close }));
    if (wasOpen && !open) {
      this.focusButton();
    }
  }

  componentWillUnmount() {
    CHANGES.forEach(change => window.removeEventListener(change, this.follow));
    this.forget();
    this.show(null);
  }

  show(panel) {
    document.body.classList.toggle('nrm-case-open', Boolean(panel));
    if (this.place) {
      render(panel || null, this.place);
    }
  }

  render(_, { taskId, hasCase, open }) {
    return taskId && hasCase && h('button', {
      type: 'button', class: 'nrm-button nrm-case-button', 'aria-expanded': String(open),
      ref: node => { this.button = node; }, onClick: () => this.setState({ open: !open }),
    }, 'Case beside the form');
  }
}

export const tasklist = [
  {
    id: 'nrm-case',
    pluginPoint: 'tasklist.task.action',
    priority: 200, // before the comment
    ...mount(CaseBeside),
  },
];
