package diy.mesh.standalone.kubelet;

import diy.mesh.standalone.network.NodeNetwork;
import diy.mesh.standalone.pod.ImageTable;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What all pods of a node share.
 *
 * @param network the wires
 * @param node the node's network namespace
 * @param images which program stands for which image
 * @param pods the folder of the pods' own folders
 * @param app the folder of our own programs
 * @param logLimit of each of a container log's two files, in bytes
 */
public record Workplace(
    NodeNetwork network,
    String node,
    ImageTable images,
    Path pods,
    Path app,
    long logLimit,
    InstantSource clock) {}
