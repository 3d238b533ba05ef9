package scot.nrm.journeys;

import scot.nrm.Databases;

class MissingChildJourneysOnH2Test extends MissingChildJourneys implements Databases.OnH2 {}
