package scot.nrm.journeys;

import scot.nrm.Databases;

class JourneysOnPostgresTest extends Journeys implements Databases.OnPostgres {}
