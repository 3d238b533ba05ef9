/*
 * What Angular and Camunda assume about dates and have no setting for; their applications load this as a script of their
 * settings, before Angular starts. Weeks start on Monday in the calendars in which a date is chosen, and Camunda's own
 * times are those of London.
 */
import { inLondon } from './london.js';

const { module } = window.angular;

module('ui.bootstrap.datepicker').config(['uibDatepickerConfig', calendar => {
  calendar.startingDay = 1;
}]);

module('cam.commons.filter.date').config(['$provide', provide => {
  provide.decorator('camDateFilter', ['$delegate', written => (moment, format) =>
    written(moment && inLondon(moment), format)]);
}]);
