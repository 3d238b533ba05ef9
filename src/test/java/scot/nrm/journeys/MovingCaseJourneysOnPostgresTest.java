package scot.nrm.journeys;

import scot.nrm.Databases;

class MovingCaseJourneysOnPostgresTest extends MovingCaseJourneys implements Databases.OnPostgres {}
