package diy.mesh.admission.inject;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How much of something a container may use, as Kubernetes writes it.
 *
 * @param text as it was written
 * @param value in CPUs or bytes, more than 0
 */
record Quantity(String text, BigDecimal value) {

  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)([a-zA-Z]{0,2})");

  /**
   * What can be asked for.
   *
   * @param units by their sign; that of no sign is 1
   */
  record Form(Map<String, BigDecimal> units, String expected) {

    /** Empty where it is none of this form. */
    Optional<Quantity> parse(String text) {
      var form = FORM.matcher(text);
      if (!form.matches() || !units.containsKey(form.group(2))) {
        return Optional.empty();
      }
      var value = new BigDecimal(form.group(1)).multiply(units.get(form.group(2)));
      return value.signum() > 0 ? Optional.of(new Quantity(text, value)) : Optional.empty();
    }
  }

  /** In CPUs. */
  static final Form CPU =
      new Form(
          Map.of("", BigDecimal.ONE, "m", new BigDecimal("0.001")),
          "CPUs, or thousandths of one: 250m");

  /** In bytes; without {@code m}, which Kubernetes would take for thousandths of a byte. */
  static final Form MEMORY =
      new Form(
          Map.of(
              "", BigDecimal.ONE,
              "k", BigDecimal.valueOf(1_000),
              "M", BigDecimal.valueOf(1_000_000),
              "G", BigDecimal.valueOf(1_000_000_000),
              "Ki", BigDecimal.valueOf(1L << 10),
              "Mi", BigDecimal.valueOf(1L << 20),
              "Gi", BigDecimal.valueOf(1L << 30)),
          "an amount of memory: 256Mi");

  boolean isMoreThan(Quantity other) {
    return value.compareTo(other.value) > 0;
  }

  Quantity orMore(Quantity other) {
    return other.isMoreThan(this) ? other : this;
  }

  Quantity orLess(Quantity other) {
    return isMoreThan(other) ? other : this;
  }

  @Override
  public String toString() {
    return text;
  }
}
