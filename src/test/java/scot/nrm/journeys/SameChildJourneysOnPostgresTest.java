package scot.nrm.journeys;

import scot.nrm.Databases;

class SameChildJourneysOnPostgresTest extends SameChildJourneys implements Databases.OnPostgres {}
