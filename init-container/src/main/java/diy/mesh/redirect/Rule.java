package diy.mesh.redirect;

import diy.mesh.model.service.Cidr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One rule of a chain. Two rules are equal when they mean the same, however they are written: the
 * order of conditions, long and short options, {@code 127.0.0.1} and {@code 127.0.0.1/32}, or a
 * {@code -m tcp} that {@code --dport} implies make no difference. So what we want can be compared
 * with what any version of {@code iptables-save} prints.
 */
final class Rule {

  private static final List<String> NEGATION = List.of("!");

  /** Without the chain: {@code -p tcp -j REDIRECT --to-ports 15001}. */
  private final String text;

  /** Each an option with its values, in one spelling; sorted, as they all must hold. */
  private final List<String> clauses;

  private Rule(String text, List<String> clauses) {
    this.text = text;
    this.clauses = clauses;
  }

  /** Reads a rule as {@code iptables-save} prints it, or as a person types it, after the chain. */
  static Rule of(String text) {
    var clauses = new ArrayList<String>();
    var clause = new ArrayList<String>();
    String option = "";
    for (String word : words(text)) {
      boolean negated = clause.equals(NEGATION);
      if (word.equals("!")) {
        finish(clause, clauses);
        clause.add(word);
      } else if (word.startsWith("-")) {
        if (!negated) {
          finish(clause, clauses);
        }
        option = shortForm(word);
        clause.add(option);
      } else {
        clause.add(value(option, word));
      }
    }
    finish(clause, clauses);
    Collections.sort(clauses);
    return new Rule(text, List.copyOf(clauses));
  }

  /** The chain or the extension that a packet goes to; empty where the rule only counts. */
  String target() {
    for (String clause : clauses) {
      if (clause.startsWith("-j ") || clause.startsWith("-g ")) {
        return clause.substring(3);
      }
    }
    return "";
  }

  private static void finish(List<String> clause, List<String> clauses) {
    String text = String.join(" ", clause);
    clause.clear();
    if (!text.isEmpty() && !implied(text)) {
      clauses.add(text);
    }
  }

  /** What iptables adds or leaves out by itself. Other modules stay: some act by being named. */
  private static boolean implied(String clause) {
    return switch (clause) {
      case "-m tcp", "-m owner", "-d 0.0.0.0/0", "-s 0.0.0.0/0" -> true;
      case "-d 0:0:0:0:0:0:0:0/0", "-s 0:0:0:0:0:0:0:0/0" -> true;
      default -> false;
    };
  }

  private static String shortForm(String option) {
    return switch (option) {
      case "--source", "--src" -> "-s";
      case "--destination", "--dst" -> "-d";
      case "--in-interface" -> "-i";
      case "--out-interface" -> "-o";
      case "--protocol", "--proto" -> "-p";
      case "--match" -> "-m";
      case "--jump" -> "-j";
      case "--goto" -> "-g";
      case "--destination-port" -> "--dport";
      case "--source-port" -> "--sport";
      case "--to-port" -> "--to-ports";
      default -> option;
    };
  }

  private static String value(String option, String word) {
    return switch (option) {
      case "-p" -> word.equals("6") ? "tcp" : word;
      case "-s", "-d" -> block(word);
      default -> word;
    };
  }

  private static String block(String word) {
    try {
      return Cidr.parse(word).toString();
    } catch (IllegalArgumentException e) {
      return word; // an old mask form: not one of ours
    }
  }

  /** Splits at blanks; what stands in double quotes, a comment for example, stays together. */
  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' && !quoted) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
        continue;
      }
      word.append(c);
      if (c == '\\' && quoted && i + 1 < text.length()) {
        i++;
        word.append(text.charAt(i));
      } else if (c == '"') {
        quoted = !quoted;
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rule rule && clauses.equals(rule.clauses);
  }

  @Override
  public int hashCode() {
    return clauses.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
