package scot.nrm.journeys;

import scot.nrm.Databases;

class AgeJourneysOnH2Test extends AgeJourneys implements Databases.OnH2 {}
