/*
 * Weeks begin on Monday in the calendars in which one chooses a date. Angular knows American weeks only, and Camunda has
 * no setting for them; its applications load this as a script of their settings, before Angular starts.
 */
window.angular.module('ui.bootstrap.datepicker').config(['uibDatepickerConfig', calendar => {
  calendar.startingDay = 1;
}]);
