package diy.mesh.meshctl.terminal;

/** The colours in use, each by its place in the terminal's own palette. */
public enum Colour {
  RED(31),
  GREEN(32),
  YELLOW(33),
  BLUE(34),
  GREY(90);

  private final int code;

  Colour(int code) {
    this.code = code;
  }

  String around(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
