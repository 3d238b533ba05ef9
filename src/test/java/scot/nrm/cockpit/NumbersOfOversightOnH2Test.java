package scot.nrm.cockpit;

import scot.nrm.Databases;

class NumbersOfOversightOnH2Test extends NumbersOfOversight implements Databases.OnH2 {}
