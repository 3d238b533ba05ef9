package scot.nrm.journeys;

import scot.nrm.Databases;

class CorrectionJourneysOnPostgresTest extends CorrectionJourneys implements Databases.OnPostgres {}
