package scot.nrm.journeys;

import scot.nrm.Databases;

class MovingCaseJourneysOnH2Test extends MovingCaseJourneys implements Databases.OnH2 {}
