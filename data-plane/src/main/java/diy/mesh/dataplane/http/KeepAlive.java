package diy.mesh.dataplane.http;

import java.util.Locale;

/**
 * What a server says about how long it keeps a connection: {@code Keep-Alive: timeout=5, max=100}
 * (RFC 2068 section 19.7.1.1; RFC 9110 leaves the field as it was).
 *
 * @param timeoutSeconds how long it keeps an idle one; {@link #UNSAID} where it does not say
 * @param max how many more requests it takes on this one; {@link #UNSAID} where it does not say
 */
record KeepAlive(int timeoutSeconds, int max) {

  static final int UNSAID = -1;

  private static final KeepAlive NOTHING_SAID = new KeepAlive(UNSAID, UNSAID);

  /** Longer numbers say no more than this one does. */
  private static final int MOST_DIGITS = 9;

  /** What a head says; parameters that cannot be read are passed over. */
  static KeepAlive of(Fields fields) {
    int field = fields.find(FieldName.KEEP_ALIVE);
    return field < 0 ? NOTHING_SAID : parse(fields.value(field));
  }

  static KeepAlive parse(String value) {
    int timeout = UNSAID;
    int max = UNSAID;
    for (String parameter : value.toLowerCase(Locale.ROOT).split(",", -1)) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        int number = number(parameter.substring(equals + 1).strip());
        String name = parameter.substring(0, equals).strip();
        if (name.equals("timeout")) {
          timeout = number;
        } else if (name.equals("max")) {
          max = number;
        }
      }
    }
    return new KeepAlive(timeout, max);
  }

  private static int number(String text) {
    boolean digits = !text.isEmpty() && text.length() <= MOST_DIGITS;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits ? Integer.parseInt(text) : UNSAID;
  }
}
