package scot.nrm.journeys;

import scot.nrm.Databases;

class CopyJourneysOnH2Test extends CopyJourneys implements Databases.OnH2 {}
