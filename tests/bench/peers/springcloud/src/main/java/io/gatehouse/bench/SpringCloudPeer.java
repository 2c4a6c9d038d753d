package io.gatehouse.bench;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Cloud Gateway as it comes; its routes are given as properties when it is started. */
@SpringBootApplication
public class SpringCloudPeer {
    public static void main(String[] args) {
        SpringApplication.run(SpringCloudPeer.class, args);
    }
}
