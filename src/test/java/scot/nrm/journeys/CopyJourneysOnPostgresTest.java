package scot.nrm.journeys;

import scot.nrm.Databases;

class CopyJourneysOnPostgresTest extends CopyJourneys implements Databases.OnPostgres {}
