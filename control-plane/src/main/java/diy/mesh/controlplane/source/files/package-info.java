/**
 * A folder of YAML as a source.
 *
 * <p>In: a folder in which files are written, renamed and removed. Out: changes. What is wrong in a
 * file keeps that file's last good content serving, and is shown with its line. {@code
 * FolderSource} watches and reads; {@code FolderContents} decides, and is pure.
 */
@NullMarked
package diy.mesh.controlplane.source.files;

import org.jspecify.annotations.NullMarked;
