/*
 * The settings that Tasklist, Cockpit, Admin and Welcome share: the deployment's name, dates such as
 * 14 April 2009, 23:59, weeks that start on Monday, and our own words for signing in and out.
 */
import './london.js';
import { deployment } from './deployment.js';
import './accessible.js';
import './dates.js';
import './header.js';
import './session.js';

/* Camunda's loader gives a plugin 7 seconds and then waits for ever: a slow network needs more. 0 is no limit. */
window.require?.config({ waitSeconds: 0 });

/**
 * @param application its name, such as Tasklist
 */
export const settings = application => {
  document.title = `${deployment.name} ${application}`; // Cockpit adds the page's own title to it
  return {
    app: { vendor: deployment.name, name: application },

    dateFormat: {
      monthName: 'MMMM',
      day: 'D',
      abbr: 'D MMM YYYY, HH:mm',
      normal: 'D MMMM YYYY, HH:mm',
      long: 'D MMMM YYYY, HH:mm:ss',
      short: 'D MMMM YYYY'
    },

    locales: {
      availableLocales: ['en'],
      fallbackLocale: 'en'
    },

    customScripts: ['../../lib/nrm/asked-page.js', '../../lib/nrm/calendar.js', '../../lib/nrm/words.js'],

    disableWelcomeMessage: true
  };
};
