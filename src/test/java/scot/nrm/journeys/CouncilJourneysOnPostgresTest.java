package scot.nrm.journeys;

import scot.nrm.Databases;

class CouncilJourneysOnPostgresTest extends CouncilJourneys implements Databases.OnPostgres {}
