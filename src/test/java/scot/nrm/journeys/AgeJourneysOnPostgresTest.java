package scot.nrm.journeys;

import scot.nrm.Databases;

class AgeJourneysOnPostgresTest extends AgeJourneys implements Databases.OnPostgres {}
