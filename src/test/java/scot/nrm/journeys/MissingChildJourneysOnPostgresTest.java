package scot.nrm.journeys;

import scot.nrm.Databases;

class MissingChildJourneysOnPostgresTest extends MissingChildJourneys
    implements Databases.OnPostgres {}
