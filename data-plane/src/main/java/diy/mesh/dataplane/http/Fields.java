package diy.mesh.dataplane.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one head, as places in the bytes received: nothing is copied until somebody asks,
 * and what nobody changes goes out as it came in, case included.
 */
final class Fields {

  /** So many bytes of a head have one field, or more. */
  private static final int BYTES_OF_A_FIELD = 32;

  private static final int MOST_AT_FIRST = 64;

  private byte[] bytes;
  private int start;
  private int count;
  private FieldName[] names;

  /** Which names there are, so that nobody searches for what is not there. */
  private int present;

  /** For each field: where its name, value and line start and end. */
  private int[] places;

  /**
   * None yet.
   *
   * @param bytes the head; not to be changed
   * @param start where the first field's line begins, behind the first line
   */
  Fields(byte[] bytes, int start) {
    this.bytes = bytes;
    this.start = start;
    int usual = Math.min(MOST_AT_FIRST, 1 + bytes.length / BYTES_OF_A_FIELD);
    this.names = new FieldName[usual];
    this.places = new int[usual * 4];
  }

  /** Forgets its head and begins with another one, with what room there is. */
  Fields begin(byte[] head, int firstField) {
    bytes = head;
    start = firstField;
    count = 0;
    present = 0;
    return this;
  }

  /** The same octets, and room for more behind them. */
  void grownInto(byte[] larger) {
    bytes = larger;
  }

  void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
    if (count == names.length) {
      names = Arrays.copyOf(names, count * 2);
      places = Arrays.copyOf(places, count * 8);
    }
    FieldName name = FieldName.of(bytes, nameStart, nameEnd);
    names[count] = name;
    present |= name.bit();
    int place = count * 4;
    places[place] = nameStart;
    places[place + 1] = nameEnd;
    places[place + 2] = valueStart;
    places[place + 3] = valueEnd;
    count++;
  }

  /** The field added last is none. What {@link #has} says of its name stays. */
  void removeLast() {
    count--;
  }

  /** Where the first field's line begins. */
  int start() {
    return start;
  }

  byte[] bytes() {
    return bytes;
  }

  int count() {
    return count;
  }

  FieldName name(int field) {
    return names[field];
  }

  int nameStart(int field) {
    return places[field * 4];
  }

  int nameEnd(int field) {
    return places[field * 4 + 1];
  }

  int valueStart(int field) {
    return places[field * 4 + 2];
  }

  int valueEnd(int field) {
    return places[field * 4 + 3];
  }

  /** Behind the line's CR LF. */
  int lineEnd(int field) {
    int at = valueEnd(field);
    while (bytes[at] != Octets.LF) {
      at++;
    }
    return at + 1;
  }

  /** Its name as it was written. */
  String nameOf(int field) {
    int start = nameStart(field);
    return new String(bytes, start, nameEnd(field) - start, StandardCharsets.US_ASCII);
  }

  String lowerCaseName(int field) {
    return nameOf(field).toLowerCase(Locale.ROOT);
  }

  String value(int field) {
    int start = valueStart(field);
    return new String(bytes, start, valueEnd(field) - start, StandardCharsets.ISO_8859_1);
  }

  /**
   * Whether that is all its value says, whatever its case.
   *
   * @param lower in lower case, ASCII
   */
  boolean hasValue(int field, String lower) {
    return Octets.equalsIgnoreCase(bytes, valueStart(field), valueEnd(field), lower);
  }

  /** The place of the first field of that name, or -1. */
  int find(FieldName name) {
    if (!has(name)) {
      return -1;
    }
    for (int field = 0; field < count; field++) {
      if (names[field] == name) {
        return field;
      }
    }
    return -1;
  }

  boolean has(FieldName name) {
    return (present & name.bit()) != 0;
  }

  /** The place of the last field of that name, or -1. */
  int findLast(FieldName name) {
    int field = has(name) ? count - 1 : -1;
    while (field >= 0 && names[field] != name) {
      field--;
    }
    return field;
  }

  /** The place of the field of that name, or -1 where there is none or more than one. */
  int findOnly(FieldName name) {
    int first = find(name);
    return first == findLast(name) ? first : -1;
  }

  int occurrences(FieldName name) {
    if (!has(name)) {
      return 0;
    }
    int occurrences = 0;
    for (int field = 0; field < count; field++) {
      if (names[field] == name) {
        occurrences++;
      }
    }
    return occurrences;
  }

  /** The value of the first field of that name, whatever its case. */
  @Nullable String value(String name) {
    for (int field = 0; field < count; field++) {
      int start = nameStart(field);
      if (nameEnd(field) - start == name.length()
          && name.equalsIgnoreCase(
              new String(bytes, start, name.length(), StandardCharsets.ISO_8859_1))) {
        return value(field);
      }
    }
    return null;
  }

  /** Whether any field of that name has {@code token} in its list, whatever its case. */
  boolean lists(FieldName name, String token) {
    if (!has(name)) {
      return false;
    }
    for (int field = 0; field < count; field++) {
      if (names[field] == name && lists(field, token)) {
        return true;
      }
    }
    return false;
  }

  private boolean lists(int field, String token) {
    int end = valueEnd(field);
    int start = valueStart(field);
    while (start < end) {
      int comma = start;
      while (comma < end && bytes[comma] != ',') {
        comma++;
      }
      int from = start;
      int to = comma;
      while (from < to && isBlank(bytes[from])) {
        from++;
      }
      while (to > from && isBlank(bytes[to - 1])) {
        to--;
      }
      if (Octets.equalsIgnoreCase(bytes, from, to, token)) {
        return true;
      }
      start = comma + 1;
    }
    return false;
  }

  /**
   * Whether any field of that name has a challenge or credentials of an authentication scheme.
   *
   * @param scheme in lower case
   */
  boolean namesScheme(FieldName name, String scheme) {
    if (!has(name)) {
      return false;
    }
    for (int field = 0; field < count; field++) {
      if (names[field] == name && namesScheme(field, scheme)) {
        return true;
      }
    }
    return false;
  }

  /** Schemes stand at the beginning of list elements, with or without parameters behind them. */
  private boolean namesScheme(int field, String scheme) {
    int end = valueEnd(field);
    boolean begins = true;
    for (int at = valueStart(field); at + scheme.length() <= end; at++) {
      int schemeEnd = at + scheme.length();
      if (begins
          && Octets.equalsIgnoreCase(bytes, at, schemeEnd, scheme)
          && (schemeEnd == end || isBlank(bytes[schemeEnd]) || bytes[schemeEnd] == ',')) {
        return true;
      }
      begins = bytes[at] == ',' || (begins && isBlank(bytes[at]));
    }
    return false;
  }

  private static boolean isBlank(byte octet) {
    return octet == Octets.SP || octet == Octets.TAB;
  }
}
