package scot.nrm.journeys;

import scot.nrm.Databases;

class CouncilJourneysOnH2Test extends CouncilJourneys implements Databases.OnH2 {}
