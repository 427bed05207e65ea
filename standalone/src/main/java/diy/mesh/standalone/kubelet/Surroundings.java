package diy.mesh.standalone.kubelet;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What the containers of a pod share.
 *
 * @param sandbox where their processes run
 * @param node the node's network namespace: probes come from there
 * @param address the pod's address
 * @param logs the folder of their logs
 * @param logLimit of each of a log's files, in bytes
 */
record Surroundings(
    Sandbox sandbox,
    String node,
    InetAddress address,
    Path logs,
    long logLimit,
    InstantSource clock) {}
