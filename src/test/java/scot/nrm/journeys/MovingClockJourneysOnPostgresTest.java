package scot.nrm.journeys;

import scot.nrm.Databases;

class MovingClockJourneysOnPostgresTest extends MovingClockJourneys
    implements Databases.OnPostgres {}
