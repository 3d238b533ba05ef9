package scot.nrm.notices;

import scot.nrm.Databases;

class NoticesOnH2Test extends Notices implements Databases.OnH2 {}
