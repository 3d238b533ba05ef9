/* The path that a case took, drawn on the versions of the diagrams that it went through. */
import { h, Component, Fragment } from './vendor/preact/preact.module.js';
import { get } from './api.js';
import { counted, dayOf, duration, time } from './format.js';
import { bpmnViewer } from './libraries.js';
import { Empty, Load } from './page.js';

/* Where time is spent; elsewhere a case only passes. */
const TAKES_TIME = new Set(['userTask', 'callActivity', 'subProcess', 'receiveTask', 'severalAtOnce']);

const KINDS = {
  userTask: 'task', callActivity: 'stage', subProcess: 'part', serviceTask: 'automatic', businessRuleTask: 'decision table',
  sendTask: 'automatic', scriptTask: 'automatic', receiveTask: 'waits for an update', startEvent: 'start',
  exclusiveGateway: 'question', parallelGateway: 'fork or join', inclusiveGateway: 'question', eventBasedGateway: 'whichever comes first',
  boundaryTimer: 'date reached', intermediateTimer: 'date reached', boundaryMessage: 'update', messageStartEvent: 'start',
  intermediateMessageCatch: 'waits for an update', noneEndEvent: 'end', messageEndEvent: 'end', terminateEndEvent: 'end',
  severalAtOnce: 'several at once',
};

/* A type that has no name here, such as intermediateSignalThrow, is shown as "intermediate signal throw". */
const kind = element => KINDS[element.type] || element.type.replace(/([A-Z])/g, ' $1').toLowerCase();

const called = element => element.name || `(unnamed ${kind(element)})`;

const spent = element => TAKES_TIME.has(element.type) ? duration(element.seconds) : '';

const times = element => counted(element.passes, 'time');

const title = way => way.key === 'nrm-case' ? 'Whole path' : way.name;

const version = way => way.version
  ? `version ${way.version}${way.tag ? ` (${way.tag})` : ''}` : 'a deleted version';

const period = way => way.until
  ? `${dayOf(way.from)} to ${dayOf(way.until)}` : `since ${dayOf(way.from)}`;

/* A number beside an element; its meaning is in the legend and, for screen readers, in the table. */
const badge = element => {
  const node = document.createElement('div');
  node.className = `nrm-badge${element.open > 0 ? ' nrm-badge-here' : ''}`;
  node.setAttribute('aria-hidden', 'true');
  node.textContent = [
    element.open > 0 ? '▸ here' : '', element.passes > 1 || !spent(element) ? `${element.passes} ×` : '', spent(element),
  ].filter(Boolean).join(' · ');
  return node;
};

/*
 * Marks the path on a diagram that has been drawn. Elements that this version of the diagram does not have are left out.
 */
export const mark = (viewer, way) => {
  const canvas = viewer.get('canvas');
  const drawn = viewer.get('elementRegistry');
  const overlays = viewer.get('overlays');
  way.flows.filter(id => drawn.get(id)).forEach(id => canvas.addMarker(id, 'nrm-flow-passed'));
  way.elements.filter(element => drawn.get(element.id)).forEach(element => {
    canvas.addMarker(element.id, element.open > 0 ? 'nrm-here' : 'nrm-passed');
    if (TAKES_TIME.has(element.type) || element.passes > 1) {
      const shape = drawn.get(element.id);
      overlays.add(element.id, 'nrm-path', {
        position: shape.width > 60 ? { top: -11, left: 6 } : { top: -20, left: -6 }, html: badge(element),
      });
    }
  });
};

export const Legend = () => h('ul', { class: 'nrm-legend' },
  h('li', null, h('span', { class: 'nrm-key nrm-key-passed' }), 'thick green line: passed'),
  h('li', null, h('span', { class: 'nrm-key nrm-key-here' }), 'dashed blue, “here”: where the case is now'),
  h('li', null, '2 ×: number of times'),
  h('li', null, '3 days: total time spent there'));

/* One version of a diagram with the path through it. */
class Picture extends Component {
  state = { broken: null, drawing: true };

  componentDidMount() {
    this.draw();
  }

  componentDidUpdate(before) {
    if (before.way.definition !== this.props.way.definition) {
      this.draw();
    }
  }

  componentWillUnmount() {
    this.gone = true;
    this.clear();
  }

  clear() {
    if (this.viewer) {
      this.viewer.destroy();
      this.viewer = null;
    }
  }

  async draw() {
    const { number, way } = this.props;
    this.clear();
    this.setState({ broken: null, drawing: true });
    try {
      const [Viewer, drawing] = await Promise.all([
        bpmnViewer(), get('case/diagram', { number, definition: way.definition }),
      ]);
      if (this.gone || this.props.way.definition !== way.definition) {
        return;
      }
      this.viewer = new Viewer({ container: this.node });
      await this.viewer.importXML(drawing.xml);
      this.viewer.get('canvas').zoom('fit-viewport', 'auto');
      mark(this.viewer, way);
      this.setState({ drawing: false });
    } catch (failed) {
      if (!this.gone) {
        this.setState({ broken: failed.message || 'The diagram could not be drawn.', drawing: false });
      }
    }
  }

  zoom(by) {
    if (this.viewer) {
      const canvas = this.viewer.get('canvas');
      if (by) {
        canvas.zoom(canvas.zoom() * by, 'auto');
      } else {
        canvas.zoom('fit-viewport', 'auto');
      }
    }
  }

  render({ way }, { broken, drawing }) {
    return h('figure', { class: 'nrm-picture' },
      h('div', { class: 'nrm-picture-tools' },
        h(Legend),
        h('button', { type: 'button', class: 'nrm-button', onClick: () => this.zoom(1.25) }, 'Larger'),
        h('button', { type: 'button', class: 'nrm-button', onClick: () => this.zoom(0.8) }, 'Smaller'),
        h('button', { type: 'button', class: 'nrm-button', onClick: () => this.zoom() }, 'Whole diagram')),
      broken && h('p', { class: 'nrm-refused', role: 'alert' }, `${broken} The table below shows the path.`),
      drawing && h('p', { class: 'nrm-loading', role: 'status' }, 'Drawing the diagram…'),
      h('div', {
        class: 'nrm-canvas', role: 'group', ref: node => { this.node = node || this.node; },
        'aria-label': `Diagram of ${title(way)} with the path taken; the table below gives the same in words`,
      }));
  }
}

const Steps = ({ way }) => way.elements.length === 0
  ? h(Empty, null, 'The history of this diagram has been deleted.')
  : h('table', { class: 'nrm-table nrm-steps' },
    h('caption', null, `${title(way)}: steps in order`),
    h('thead', null, h('tr', null,
      ['Step', 'Type', 'Times', 'Time spent', 'First reached', 'Last left'].map(head =>
        h('th', { scope: 'col', key: head, class: head === 'Times' || head === 'Time spent' ? 'nrm-number' : undefined }, head)))),
    h('tbody', null, way.elements.filter(element => element.name || TAKES_TIME.has(element.type)).map(element =>
      h('tr', { key: element.id },
        h('th', { scope: 'row' }, called(element)),
        h('td', null, kind(element)),
        h('td', { class: 'nrm-number' }, times(element)),
        h('td', { class: 'nrm-number' }, spent(element)),
        h('td', null, time(element.first)),
        h('td', null, element.open > 0 ? h('strong', null, 'the case is here')
          : time(element.last) + (element.brokenOff > 0 && element.brokenOff === element.passes ? ', cancelled' : ''))))));

class Ways extends Component {
  state = { chosen: 0 };

  render({ number, ways }, { chosen }) {
    const way = ways[Math.min(chosen, ways.length - 1)];
    return h(Fragment, null,
      h('div', { class: 'nrm-choices' },
        h('h2', null, 'Path taken'),
        h('label', { class: 'nrm-choice' }, 'Diagram',
          h('select', { value: String(chosen), onChange: event => this.setState({ chosen: Number(event.target.value) }) },
            ways.map((each, index) => h('option', { key: each.definition, value: String(index) },
              `${title(each)}, ${version(each)}: ${period(each)}`))))),
      h('p', { class: 'nrm-scope' },
        `${title(way)}, ${version(way)}, ${period(way)}. ${way.times > 1 ? `The case went through it ${counted(way.times, 'time')}; the numbers cover all of them. ` : ''}`,
        'Lines are inferred from the order in which elements were passed.'),
      way.version
        ? h(Picture, { number, way })
        : h(Empty, null, 'This version of the diagram has been deleted. The table shows what is in the history.'),
      h('div', { class: 'nrm-table-frame', tabIndex: 0, role: 'region', 'aria-label': 'Steps in order' }, h(Steps, { way })));
  }
}

export const Path = ({ number }) => h(Load, { key: number, from: () => get('case/path', { number }) },
  path => path.ways.length === 0
    ? h(Empty, null, "The engine's history of this case has been deleted, so its path is no longer known.")
    : h(Ways, { number: path.caseNumber, ways: path.ways }));

/* On the diagram of Cockpit's own page of an instance. */
export const caseOnDiagram = {
  render: async (viewer, api) => {
    const path = await get(`case/path/instance/${encodeURIComponent(api.processInstanceId)}`).catch(() => null);
    if (path && path.ways.length > 0) {
      mark(viewer, path.ways[0]);
    }
  },
  unmount: () => {},
};
