/*
 * Weeks start on Monday in the calendars in which a date is chosen. Angular assumes American weeks, and Camunda has no
 * setting for this; its applications load this as a script of their settings, before Angular starts.
 */
window.angular.module('ui.bootstrap.datepicker').config(['uibDatepickerConfig', calendar => {
  calendar.startingDay = 1;
}]);
