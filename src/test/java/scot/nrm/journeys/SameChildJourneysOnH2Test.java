package scot.nrm.journeys;

import scot.nrm.Databases;

class SameChildJourneysOnH2Test extends SameChildJourneys implements Databases.OnH2 {}
