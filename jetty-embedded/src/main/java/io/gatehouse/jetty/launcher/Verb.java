package io.gatehouse.jetty.launcher;

import io.gatehouse.jetty.launcher.store.Change;
import io.gatehouse.resource.ResourceKey;
import io.gatehouse.source.kubernetes.ClusterEditor;

/** What is done with objects, in a directory or a cluster. */
enum Verb {
    /** Refuses what is there. */
    CREATE(ClusterEditor.Verb.CREATE) {
        @Override
        String on(Change change, ResourceKey key, String text) {
            change.create(key, text);
            return "created";
        }
    },
    /** Refuses what is not there. */
    REPLACE(ClusterEditor.Verb.REPLACE) {
        @Override
        String on(Change change, ResourceKey key, String text) {
            change.replace(key, text);
            return "replaced";
        }
    },
    /** Makes it so, there or not. */
    APPLY(ClusterEditor.Verb.APPLY) {
        @Override
        String on(Change change, ResourceKey key, String text) {
            if (change.directory().find(key).isPresent()) {
                change.replace(key, text);
                return "configured";
            }
            return CREATE.on(change, key, text);
        }
    },
    /** Refuses what is not there. */
    DELETE(ClusterEditor.Verb.DELETE) {
        @Override
        String on(Change change, ResourceKey key, String text) {
            change.delete(key);
            return "deleted";
        }
    };

    private final ClusterEditor.Verb inCluster;

    Verb(ClusterEditor.Verb inCluster) {
        this.inCluster = inCluster;
    }

    /** The same, in a cluster. */
    ClusterEditor.Verb inCluster() {
        return inCluster;
    }

    /** Makes the change to an object of a directory and says in a word what it was: {@code created}. */
    abstract String on(Change change, ResourceKey key, String text);
}
