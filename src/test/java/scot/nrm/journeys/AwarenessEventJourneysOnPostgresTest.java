package scot.nrm.journeys;

import scot.nrm.Databases;

class AwarenessEventJourneysOnPostgresTest extends AwarenessEventJourneys
    implements Databases.OnPostgres {}
