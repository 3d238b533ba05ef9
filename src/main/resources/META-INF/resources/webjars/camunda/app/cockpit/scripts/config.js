/*
 * Cockpit's settings. Takes the place of the stock file of camunda-webapp-webjar 7.24.0, which sets nothing. Dates read
 * like 14 April 2009, 23:59.
 */
export default {
  dateFormat: {
    abbr: 'D MMM YYYY, HH:mm',
    normal: 'D MMM YYYY, HH:mm:ss',
    long: 'D MMMM YYYY, HH:mm:ss',
    short: 'D MMM YYYY'
  },

  locales: {
    availableLocales: ['en'],
    fallbackLocale: 'en'
  }
};
