package diy.mesh.dataplane.telemetry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the constants of an enum are written in settings, pages, logs and metrics: small. */
public final class Keyword {

  private Keyword() {}

  /** The word for a constant. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The constant that a word stands for; empty where it stands for none.
   *
   * @param word in any case
   */
  public static <E extends Enum<E>> Optional<E> find(String word, E[] all) {
    return Arrays.stream(all).filter(each -> of(each).equalsIgnoreCase(word)).findFirst();
  }

  /** All words, for errors. */
  public static String list(Enum<?>[] all) {
    return Arrays.stream(all).map(Keyword::of).collect(Collectors.joining(", "));
  }
}
