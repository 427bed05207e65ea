package diy.mesh.dataplane.admin;

import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259), token by token; commas come by themselves. */
final class Json {

  private final StringBuilder text = new StringBuilder();
  private boolean comma;

  Json beginObject() {
    return begin('{');
  }

  Json endObject() {
    return end('}');
  }

  Json beginArray() {
    return begin('[');
  }

  Json endArray() {
    return end(']');
  }

  /** The name of an object's next member. */
  Json name(String name) {
    separate();
    quote(name);
    text.append(':');
    comma = false;
    return this;
  }

  Json value(@Nullable String value) {
    if (value == null) {
      return literal("null");
    }
    separate();
    quote(value);
    comma = true;
    return this;
  }

  Json value(long value) {
    return literal(Long.toString(value));
  }

  Json value(boolean value) {
    return literal(Boolean.toString(value));
  }

  private Json literal(String value) {
    separate();
    text.append(value);
    comma = true;
    return this;
  }

  private Json begin(char bracket) {
    separate();
    text.append(bracket);
    comma = false;
    return this;
  }

  private Json end(char bracket) {
    text.append(bracket);
    comma = true;
    return this;
  }

  private void separate() {
    if (comma) {
      text.append(',');
    }
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> {
          if (c < ' ' || (Character.isSurrogate(c) && !isPaired(value, i))) {
            text.append("\\u%04x".formatted((int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  /** Half a pair cannot be encoded as UTF-8; escaped, it survives. */
  private static boolean isPaired(String value, int at) {
    return Character.isHighSurrogate(value.charAt(at))
        ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(value.charAt(at - 1));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
