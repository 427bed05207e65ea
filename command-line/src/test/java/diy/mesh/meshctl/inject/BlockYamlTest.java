package diy.mesh.meshctl.inject;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class BlockYamlTest {

  @Test
  void a_tree_is_written_as_people_write_it() throws Exception {
    String json =
        """
        {"kind": "Pod", "on": "off", "mesh.diy/status": "injected", "empty": {}, "none": null,
         "list": [{"name": "a", "ports": [80, "80"]}, "x: y", [true]],
         "text": "two\\nlines", "image": "shop:1"}
        """;

    assertThat(BlockYaml.of(new ObjectMapper().readTree(json)))
        .isEqualTo(
            """
            kind: Pod
            "on": "off"
            mesh.diy/status: injected
            empty: {}
            none: null
            list:
              - name: a
                ports:
                  - 80
                  - "80"
              - "x: y"
              - - true
            text: "two\\nlines"
            image: shop:1
            """);
  }
}
