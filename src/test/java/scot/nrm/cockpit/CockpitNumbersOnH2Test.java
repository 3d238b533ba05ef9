package scot.nrm.cockpit;

import scot.nrm.Databases;

class CockpitNumbersOnH2Test extends CockpitNumbers implements Databases.OnH2 {}
