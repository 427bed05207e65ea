package diy.mesh.controlplane.stream;

/**
 * What the publisher has done since it started, and how much it holds now.
 *
 * @param proxies connected now
 * @param subscriptions of all proxies now
 * @param watched addresses that any proxy subscribes to now
 * @param filesRefused present now with content that was refused
 * @param changes taken in
 * @param targetsBuilt since an address was asked for, or something it depends on changed
 * @param updates told to proxies, those included that a newer one replaced before it was sent
 * @param withdraws of blocks, told to proxies
 * @param streamsRefused of proxies that may not ask, or not so
 */
public record Counts(
    int proxies,
    int subscriptions,
    int watched,
    int filesRefused,
    long changes,
    long targetsBuilt,
    long updates,
    long withdraws,
    long acks,
    long nacks,
    long streamsRefused) {}
