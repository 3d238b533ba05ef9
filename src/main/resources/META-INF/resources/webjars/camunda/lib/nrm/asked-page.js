/*
 * Someone who asks for a page of ours without a session is sent to the sign-in page of an application, with the page in
 * its address, and gets that page after signing in. A script of the applications' settings, loaded before Angular starts.
 */
const askedPage = () => {
  const page = new URLSearchParams(window.location.hash.split('?')[1]).get('page');
  const ours = `${window.location.origin}${window.location.pathname.split('/camunda/app/')[0]}/nrm`;
  const address = page && new URL(page, window.location.origin).href;
  return address && (address === ours || address.startsWith(`${ours}/`)) ? address : null;
};

window.angular.module('pascalprecht.translate').run(['$rootScope', scope => {
  scope.$on('authentication.login.success', event => {
    const page = askedPage();
    if (page) {
      event.preventDefault(); // the application would show its first page
      window.location.assign(page);
    }
  });
}]);
