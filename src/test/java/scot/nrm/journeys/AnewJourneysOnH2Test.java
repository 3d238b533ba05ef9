package scot.nrm.journeys;

import scot.nrm.Databases;

class AnewJourneysOnH2Test extends AnewJourneys implements Databases.OnH2 {}
