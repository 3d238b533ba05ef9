/* The places in Cockpit that our pages take, and the page for each. */
import { h, render } from './vendor/preact/preact.module.js';
import { may } from './api.js';
import { mount } from './page.js';
import { CasePage, CaseTab } from './case.js';
import { caseOnDiagram } from './case-path.js';
import { Caseload } from './caseload.js';

/* An entry of the navigation, which is there for those who may open it, and the page that it opens. */
const page = (id, label, place, allowed, View) => [
  {
    id: `nrm-${id}-entry`,
    pluginPoint: 'cockpit.navigation',
    priority: place,
    properties: { checkActive: address => address.includes(`#/nrm/${id}`) },
    render: async node => {
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

export const cockpit = [
  ...page('caseload', 'Caseload', 200, me => me.watchesCases, Caseload),
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
    ...mount(CaseTab),
  },
  {
    id: 'nrm-case-diagram',
    pluginPoint: 'cockpit.processInstance.diagram.plugin',
    ...caseOnDiagram,
  },
];
