package scot.nrm.journeys;

import scot.nrm.Databases;

class MovingClockJourneysOnH2Test extends MovingClockJourneys implements Databases.OnH2 {}
