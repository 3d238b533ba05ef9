package scot.nrm.journeys;

import scot.nrm.Databases;

class CorrectionJourneysOnH2Test extends CorrectionJourneys implements Databases.OnH2 {}
