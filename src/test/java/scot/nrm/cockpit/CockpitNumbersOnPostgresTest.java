package scot.nrm.cockpit;

import scot.nrm.Databases;

class CockpitNumbersOnPostgresTest extends CockpitNumbers implements Databases.OnPostgres {}
