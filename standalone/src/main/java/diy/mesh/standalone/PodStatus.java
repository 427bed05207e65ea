package diy.mesh.standalone;

/**
 * How a pod is doing.
 *
 * @param namespace the pod's namespace
 * @param name the pod's name, such as {@code app-a-1}
 * @param netns the name of its network namespace, as {@code ip netns} lists it
 * @param address its IP address
 * @param injected whether it has a sidecar
 * @param ready whether Services send traffic to it
 * @param message what it is doing or why it is not ready, for people to read; empty when all is
 *     well
 */
public record PodStatus(
    String namespace,
    String name,
    String netns,
    String address,
    boolean injected,
    boolean ready,
    String message) {}
