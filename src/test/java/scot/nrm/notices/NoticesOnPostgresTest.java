package scot.nrm.notices;

import scot.nrm.Databases;

class NoticesOnPostgresTest extends Notices implements Databases.OnPostgres {}
