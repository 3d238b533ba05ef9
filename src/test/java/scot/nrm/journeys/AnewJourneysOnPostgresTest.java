package scot.nrm.journeys;

import scot.nrm.Databases;

class AnewJourneysOnPostgresTest extends AnewJourneys implements Databases.OnPostgres {}
