package io.gatehouse.validate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Localities {@code region/zone/subzone}, with {@code *} at the end: none may cover another. */
final class Localities {
    private Localities() {}

    /** What is wrong with these localities together, or null. */
    static @Nullable String problem(List<String> localities) {
        List<String> before = new ArrayList<>();
        for (String locality : localities) {
            int star = locality.indexOf('*');
            if (star >= 0 && star != locality.length() - 1) {
                return Names.quoted(locality) + " has a wildcard that is not its end";
            }
            if (Arrays.asList(locality.split("/", 3)).contains("")) {
                return Names.quoted(locality) + " has an empty part";
            }
            for (String other : before) {
                if (overlap(other, locality)) {
                    return Names.quoted(locality) + " overlaps with " + Names.quoted(other);
                }
            }
            before.add(locality);
        }
        return null;
    }

    private static boolean overlap(String a, String b) {
        List<String> left = parts(a);
        List<String> right = parts(b);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            boolean any = left.get(i).equals("*") || right.get(i).equals("*");
            if (any) {
                return true;
            }
            if (!left.get(i).equals(right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static List<String> parts(String locality) {
        return Arrays.asList(locality.split("/", 3));
    }
}
