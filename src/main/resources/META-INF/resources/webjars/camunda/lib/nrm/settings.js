/*
 * What Tasklist, Cockpit, Admin and Welcome have in common in their settings: the deployment's name, dates that read
 * like 14 April 2009, 23:59, and weeks that begin on Monday.
 */
import { deployment } from './deployment.js';
import './accessible.js';
import './dates.js';
import './header.js';

/**
 * @param application what it is called, such as Tasklist
 */
export const settings = application => {
  document.title = `${deployment.name} ${application}`; // Cockpit puts the page's own title behind what it finds here
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

    customScripts: ['../../lib/nrm/calendar.js'],

    disableWelcomeMessage: true
  };
};
