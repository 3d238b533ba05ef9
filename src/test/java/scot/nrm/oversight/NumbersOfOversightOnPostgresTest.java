package scot.nrm.oversight;

import scot.nrm.Databases;

class NumbersOfOversightOnPostgresTest extends NumbersOfOversight implements Databases.OnPostgres {}
