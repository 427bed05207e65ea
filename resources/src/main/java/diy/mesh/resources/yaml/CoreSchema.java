package diy.mesh.resources.yaml;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a plain scalar means: the core schema of YAML 1.2.2, section 10.3.2. {@code yes}, {@code on}
 * and {@code 12:30} are text here, unlike in YAML 1.1.
 */
final class CoreSchema {

  private static final Pattern NULL = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
  private static final Pattern FALSE = Pattern.compile("false|False|FALSE");
  private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)");
  private static final Pattern NOT_A_NUMBER = Pattern.compile("\\.(nan|NaN|NAN)");

  /** Longer digits are text: parsing takes time that grows with the square of the length. */
  private static final int LONGEST_NUMBER = 100;

  private CoreSchema() {}

  /** A String, Boolean, Long, BigInteger, Double or null. */
  static @Nullable Object valueOf(String plain) {
    if (plain.length() > LONGEST_NUMBER) {
      return plain;
    }
    if (NULL.matcher(plain).matches()) {
      return null;
    }
    if (TRUE.matcher(plain).matches()) {
      return true;
    }
    if (FALSE.matcher(plain).matches()) {
      return false;
    }
    if (DECIMAL.matcher(plain).matches()) {
      return whole(plain, 10);
    }
    if (OCTAL.matcher(plain).matches()) {
      return whole(plain.substring(2), 8);
    }
    if (HEXADECIMAL.matcher(plain).matches()) {
      return whole(plain.substring(2), 16);
    }
    return fractionOrText(plain);
  }

  private static Object fractionOrText(String plain) {
    if (FLOAT.matcher(plain).matches()) {
      return Double.valueOf(plain);
    }
    if (INFINITE.matcher(plain).matches()) {
      return plain.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (NOT_A_NUMBER.matcher(plain).matches()) {
      return Double.NaN;
    }
    return plain;
  }

  private static Number whole(String digits, int radix) {
    var number = new BigInteger(digits, radix);
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }
}
