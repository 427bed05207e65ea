package diy.mesh.meshctl.client;

/** Which build a program is, and what it runs on. */
public record Build(String version, String jdk) {}
