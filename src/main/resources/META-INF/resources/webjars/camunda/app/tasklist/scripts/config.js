/*
 * Tasklist's settings. Replaces the file in camunda-webapp-webjar 7.24.0 and keeps its shortcuts, without which Tasklist
 * does not start. 'long' is the format of due and follow-up dates, where the time is always the end of the day.
 */
import { settings } from '../../../lib/nrm/settings.js';

const common = settings('Tasklist');

export default {
  ...common,

  dateFormat: { ...common.dateFormat, long: 'D MMMM YYYY' },

  customScripts: [
    ...common.customScripts,
    'scripts/casework.js',
    'scripts/due-dates.js',
    'scripts/drafts.js',
    'scripts/form-typed.js',
    'scripts/form-errors.js',
    'scripts/form-layout.js',
    'scripts/sent.js',
    'scripts/case-search.js'
  ],

  shortcuts: {
    claimTask: {
      key: 'ctrl+alt+c',
      description: 'claims the currently selected task'
    },
    focusFilter: {
      key: 'ctrl+shift+f',
      description: 'set the focus to the first filter in the list'
    },
    focusList: {
      key: 'ctrl+alt+l',
      description: 'sets the focus to the first task in the list'
    },
    focusForm: {
      key: 'ctrl+alt+f',
      description: 'sets the focus to the first input field in a task form'
    },
    startProcess: {
      key: 'ctrl+alt+p',
      description: 'opens the start process modal dialog'
    }
  }
};
