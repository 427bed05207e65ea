package diy.mesh.meshctl.terminal;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell. Pure. */
public final class Table {

  private static final String GAP = "   ";

  private Table() {}

  /**
   * One line for each row, without blanks at its end.
   *
   * @param rows of the same length each, the heading first
   */
  public static List<String> render(List<List<String>> rows) {
    var lines = new ArrayList<String>();
    for (List<String> row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(padded(row.get(column), width(rows, column))).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static String padded(String cell, int width) {
    return cell + " ".repeat(width - cell.length());
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}
