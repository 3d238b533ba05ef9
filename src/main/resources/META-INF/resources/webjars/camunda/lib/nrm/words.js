/*
 * Our own words instead of a few of Camunda's. Its applications read all their words from one file each,
 * locales/en.json, or from a copy of it in the browser; these replace some of them. A script of the applications'
 * settings, loaded before Angular starts.
 */
const WORDS = {
  AUTH_AUTHENTICATION_FAILED: 'Your session has ended. Sign in again.',
  AUTH_LOGOUT_SUCCESSFUL: 'You have signed out.',
  AUTH_LOGOUT_THANKS: '',
  CAM_WIDGET_COPY_LINK: 'Copy a link to this list',
  CAM_WIDGET_FOOTER_TIMEZONE: 'Dates and times are UK time',
  CAM_WIDGET_HEADER_SIGN_OUT: 'Sign out',
  CLAIM_ERROR: 'The task could not be claimed',
  CLICK_PROCESS_TO_START: 'Choose what you want to report, record, request or send.',
  COMPLETE_ERROR: 'The form has not been sent',
  INSTANCE_LINK: 'The case in Cockpit',
  LIKE: 'contains',
  NO_MATCHING_TASK: 'No tasks',
  PAGE_LOGIN_ERROR_MSG: 'Check your user name and password. Not everyone has access to this application: policy staff sign in at /camunda/app/cockpit/, caseworkers at /camunda/app/tasklist/. If you still can\'t sign in, ask your system administrator.',
  PAGE_LOGIN_FAILED: 'We could not sign you in',
  PAGE_LOGIN_PLEASE_SIGN_IN: 'Sign in',
  PAGE_LOGIN_SIGN_IN_ACTION: 'Sign in',
  PROCESS_START_ERROR: 'The form has not been sent',
  PROCESS_START_OK: 'The form has been sent.',
  SEARCH_PROCESS_BY_NAME: 'Search by name',
  SELECT_TASK_IN_LIST: 'Choose a task from the list. To report, record, request or send something, choose “Start process”.',
  SIGN_OUT_ACTION: 'Sign out',
  START: 'Send',
  TASK_HAS_BEEN_REMOVED: 'This task is no longer open.',
  UNCLAIM_ERROR: 'The task could not be handed back',
  UNCLAIM_OK: 'The task has been handed back.',
  UNCLAIM_TASK: 'Hand back',
};

const withOurs = injector => options => injector.get('localeLoader')(options).then(words => ({ ...words, ...WORDS }));

/*
 * Every page waits for the words. Tasklist asks for those of its list once, as the list appears: people who are already
 * signed in at their first visit would read DUE_DATE above it.
 */
window.angular.module('pascalprecht.translate').factory('nrmWords', ['$injector', withOurs]).config(['$translateProvider', provider => {
  const { useLoader } = provider;
  provider.useLoader = (camundas, options) => useLoader.call(provider, 'nrmWords', options);
}]).run(['$route', '$translate', ({ routes }, translate) => {
  const words = () => translate.onReady().catch(() => {}); // without them, the page shows Camunda's keys
  Object.values(routes).forEach(route => {
    route.resolve = { ...route.resolve, words };
  });
}]);
