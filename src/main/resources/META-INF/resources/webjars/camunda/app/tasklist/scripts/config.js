/*
 * Tasklist's settings. Takes the place of the stock file of camunda-webapp-webjar 7.24.0, of which it keeps the shortcuts:
 * Tasklist does not start without them. Dates read like 14 April 2009; 'long' is the one of due and follow-up dates, where
 * the time is always the end of the day.
 */
export default {
  dateFormat: {
    monthName: 'MMMM',
    day: 'D',
    abbr: 'D MMM YYYY, HH:mm',
    normal: 'D MMMM YYYY, HH:mm',
    long: 'D MMMM YYYY',
    short: 'D MMMM YYYY'
  },

  locales: {
    availableLocales: ['en'],
    fallbackLocale: 'en'
  },

  customScripts: ['scripts/casework.js'],

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
