package diy.mesh.dataplane.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OctetsTest {

  @Test
  void a_value_ends_where_looking_at_one_octet_after_the_other_finds_its_end() {
    for (int octet = 0; octet < 0x100; octet++) {
      for (int place = 0; place < 40; place++) {
        byte[] bytes = valueOf(40, new Random(place));
        bytes[place] = (byte) octet;

        int end = Octets.fieldValueEnd(bytes, 0);

        assertThat(end).as("octet 0x%02x at %d", octet, place).isEqualTo(oneAfterTheOther(bytes));
      }
    }
  }

  /** Random octets that a value may have, then a line end. */
  private static byte[] valueOf(int length, Random dice) {
    byte[] bytes = new byte[length + 2];
    for (int i = 0; i < length; i++) {
      do {
        bytes[i] = (byte) dice.nextInt();
      } while (!Octets.isFieldValue(bytes[i]));
    }
    bytes[length] = Octets.CR;
    bytes[length + 1] = Octets.LF;
    return bytes;
  }

  private static int oneAfterTheOther(byte[] bytes) {
    int at = 0;
    while (Octets.isFieldValue(bytes[at])) {
      at++;
    }
    return at;
  }
}
