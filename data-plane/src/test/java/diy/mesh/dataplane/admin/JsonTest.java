package diy.mesh.dataplane.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void members_and_elements_are_separated() {
    var json = new Json();

    json.beginObject().name("a").value(1).name("b").beginArray().value(true).value("x");
    json.beginObject().endObject().endArray().name("c").value((String) null).endObject();

    assertThat(json).hasToString("{\"a\":1,\"b\":[true,\"x\",{}],\"c\":null}");
  }

  @Test
  void what_would_end_a_string_is_escaped() {
    var json = new Json().value("a\"b\\c\nd\te\rf\u0000g\u001f");

    assertThat(json).hasToString("\"a\\\"b\\\\c\\nd\\te\\rf\\u0000g\\u001f\"");
  }

  @Test
  void names_are_escaped_like_values() {
    var json = new Json().beginObject().name("\"").value(false).endObject();

    assertThat(json).hasToString("{\"\\\"\":false}");
  }

  @Test
  void whole_characters_stay_and_half_ones_are_escaped() {
    var json = new Json().beginArray().value("é\ud83d\ude00").value("\ud83d").endArray();

    assertThat(json).hasToString("[\"é\ud83d\ude00\",\"\\ud83d\"]");
  }
}
