package io.gatehouse.tests.conformance;

import io.gatehouse.tests.conformance.compare.Verdict;
import io.gatehouse.tests.conformance.data.RecordedCase;

/** A judged case; {@code excuse} says why it may fail, and is null when it must pass. */
public record Result(RecordedCase recorded, Verdict verdict, String excuse) {
    /** How a result counts. */
    public enum Standing {
        PASSED,
        FAILED,
        DIFFERENT,
        /** Listed as different, but it is not: the list must shrink. */
        WRONGLY_LISTED
    }

    public Standing standing() {
        if (excuse == null) {
            return verdict.passed() ? Standing.PASSED : Standing.FAILED;
        }
        return verdict.passed() ? Standing.WRONGLY_LISTED : Standing.DIFFERENT;
    }

    public boolean good() {
        return standing() == Standing.PASSED || standing() == Standing.DIFFERENT;
    }
}
