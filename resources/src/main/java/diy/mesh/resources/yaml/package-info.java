/**
 * What does the file say, and on which line? The first station of a config change read from files.
 *
 * <p>In: the text of a YAML file. Out: one {@link diy.mesh.resources.yaml.Tree} per document, each
 * part with its line, and what is wrong with the rest. Knows YAML and no resource. Next: {@code
 * diy.mesh.resources}, which reads resources from the trees.
 */
@NullMarked
package diy.mesh.resources.yaml;

import org.jspecify.annotations.NullMarked;
