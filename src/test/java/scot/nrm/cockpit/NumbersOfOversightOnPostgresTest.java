package scot.nrm.cockpit;

import scot.nrm.Databases;

class NumbersOfOversightOnPostgresTest extends NumbersOfOversight implements Databases.OnPostgres {}
