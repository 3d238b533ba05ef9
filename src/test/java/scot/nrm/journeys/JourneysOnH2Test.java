package scot.nrm.journeys;

import scot.nrm.Databases;

class JourneysOnH2Test extends Journeys implements Databases.OnH2 {}
