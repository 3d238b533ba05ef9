'use strict';

/* A plugin for Camunda Modeler: docs/policy/check-a-revision.md says how to install it. */
module.exports = {
  name: 'National Referral Mechanism',
  menu: './menu.js',
};
