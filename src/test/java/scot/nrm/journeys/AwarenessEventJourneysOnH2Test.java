package scot.nrm.journeys;

import scot.nrm.Databases;

class AwarenessEventJourneysOnH2Test extends AwarenessEventJourneys implements Databases.OnH2 {}
