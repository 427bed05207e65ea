package diy.mesh.tests.kubernetes;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** A class of tests on the cluster that KUBECONFIG names. */
@Tag("kubernetes")
@Timeout(300)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface KubernetesTest {}
