/* The places in Cockpit that our pages take, and the page for each. */
import { h, render } from './vendor/preact/preact.module.js';
import { may, pages, root } from './api.js';
import { mount } from './page.js';
import { CasePage, CaseTab } from './case.js';
import { caseOnDiagram } from './case-path.js';
import { Caseload, onDashboard } from './caseload.js';
import { Figures } from './figures.js';
import { Incidents } from './incidents.js';
import { time, Times } from './time.js';
import { Workload } from './workload.js';

/*
 * Cockpit asks for the person's name on its own pages only. On one of ours that is loaded first, the bar at the top would
 * have the user id.
 */
const showName = async of => {
  if (of.userFullName || !of.authentication || !window.location.hash.startsWith('#/nrm/')) {
    return;
  }
  const answer = await fetch(`${root}/api/engine/engine/default/user/${encodeURIComponent(of.authentication.name)}/profile`);
  if (answer.ok) {
    const { firstName, lastName } = await answer.json();
    of.userFullName = `${firstName} ${lastName}`;
    of.$applyAsync();
  }
};

/*
 * What a page shows may be in its address, after the "?". Cockpit would rebuild the page at each change of it, and the
 * focus and what has been typed would be lost; our pages follow the address themselves.
 */
let following = false;
const followAddress = scope => {
  if (scope && !following) {
    following = true;
    showName(scope.$root);
    const { routes } = window.angular.element(document.body).injector().get('$route');
    Object.values(routes).filter(({ originalPath }) => originalPath?.startsWith('/nrm/')).forEach(route => {
      route.reloadOnSearch = false;
    });
  }
};

/* An entry in the navigation, for people who may open it, and the page that it opens. */
const page = (id, label, place, allowed, View) => [
  {
    id: `nrm-${id}-entry`,
    pluginPoint: 'cockpit.navigation',
    priority: place,
    properties: { checkActive: address => address.includes(`#/nrm/${id}`) },
    render: async (node, api, scope) => {
      followAddress(scope);
      if (await may(allowed)) {
        render(h('a', { href: `#/nrm/${id}` }, label), node);
      }
    },
  },
  {
    id: `nrm-${id}`,
    pluginPoint: 'cockpit.route',
    properties: { path: `/nrm/${id}` },
    ...mount(View, label),
  },
];

/*
 * A tab on an instance, for people who may open it. Cockpit lists its tabs before it knows who signs in, so for everyone
 * else the tab is hidden, whichever one is open, and instead of it the one after it opens.
 */
const tabFor = (allowed, tab) => {
  let open;
  return {
    render: async (node, api) => {
      open = node;
      const mayOpen = await may(allowed);
      if (open !== node) {
        return; // another tab was chosen meanwhile
      }
      if (mayOpen) {
        tab.render(node, api);
        return;
      }
      node.closest('.ctn-tabbed').querySelector('.nav-tabs > .active + li > a').click();
    },
    unmount: () => {
      open = null;
      tab.unmount();
    },
  };
};

/* Among the actions of an instance, which are there with every tab. It shows nothing. */
const hidesTab = allowed => ({
  render: async node => {
    if (!(await may(allowed))) {
      node.closest('.ctn-fixed-view').classList.add('nrm-no-case');
    }
  },
  unmount: () => {},
});

/* Our page of revisions is no place in Cockpit, because its forms need no script. */
const revisions = {
  id: 'nrm-revisions-entry',
  pluginPoint: 'cockpit.navigation',
  priority: 165,
  render: async node => {
    if (await may(me => me.revises)) {
      render(h('a', { href: `${pages}/nrm/revisions` }, 'Revisions'), node);
    }
  },
};

export const cockpit = [
  ...page('caseload', 'Caseload', 200, me => me.watchesCases, Caseload),
  onDashboard,
  ...page('workload', 'Workload', 190, me => me.watchesCases, Workload),
  ...page('incidents', 'Incidents', 180, me => me.watchesCases || me.repairs, Incidents),
  ...page('time', 'Where time goes', 175, me => me.readsFigures || me.watchesCases, Times),
  ...page('figures', 'Figures', 170, me => me.readsFigures || me.watchesCases || me.readsFiguresOfArea, Figures),
  revisions,
  ...time,
  {
    id: 'nrm-case-page',
    pluginPoint: 'cockpit.route',
    properties: { path: '/nrm/case' },
    ...mount(CasePage, 'Case'),
  },
  {
    id: 'nrm-case',
    pluginPoint: 'cockpit.processInstance.runtime.tab',
    priority: 1000, // the first tab, which Cockpit opens
    properties: { label: 'Case' },
    ...tabFor(me => me.watchesCases, mount(CaseTab)),
  },
  {
    id: 'nrm-case-hidden',
    pluginPoint: 'cockpit.processInstance.runtime.action',
    priority: 0,
    ...hidesTab(me => me.watchesCases),
  },
  {
    id: 'nrm-case-diagram',
    pluginPoint: 'cockpit.processInstance.diagram.plugin',
    ...caseOnDiagram,
  },
];
