package scot.nrm.cockpit.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * A metric for the operator, with a number for each combination of its labels. A label has a small,
 * fixed set of values: never a case, a person or a council.
 *
 * @param name the name that alerts and dashboards use; it never changes
 */
record Figure(String name, String help, List<String> labels, List<Point> points) {

  /** One value for each label. */
  record Point(List<String> values, double number) {}

  static Figure single(String name, String help, double number) {
    return of(name, help).with(number);
  }

  static Figure of(String name, String help, String... labels) {
    return new Figure(name, help, List.of(labels), new ArrayList<>());
  }

  Figure with(double number, String... values) {
    points.add(new Point(List.of(values), number));
    return this;
  }
}
