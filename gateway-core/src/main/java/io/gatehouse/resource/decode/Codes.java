package io.gatehouse.resource.decode;

/** The decoder's codes: stable, never reused; each has its paragraph in {@code docs/diagnostics.md}. */
public final class Codes {
    /** The text is not YAML. */
    public static final String NOT_YAML = "GH0001";
    /** Size, depth or aliases beyond the limits. */
    public static final String TOO_LARGE = "GH0002";
    /** A key occurs twice. */
    public static final String DUPLICATE_KEY = "GH0003";
    /** A field that the kind doesn't have. */
    public static final String UNKNOWN_FIELD = "GH0004";
    /** A value of the wrong type. */
    public static final String WRONG_TYPE = "GH0005";
    /** Null where a value is needed. */
    public static final String NULL_VALUE = "GH0006";
    /** A required field is missing. */
    public static final String MISSING_FIELD = "GH0007";
    /** Fields that exclude each other. */
    public static final String EXCLUSIVE_FIELDS = "GH0008";
    /** Not one of the values that the field knows. */
    public static final String UNKNOWN_VALUE = "GH0009";
    /** A number out of its range. */
    public static final String OUT_OF_RANGE = "GH0010";
    /** Not a duration. */
    public static final String BAD_DURATION = "GH0011";
    /** Too long, too many or too few. */
    public static final String BAD_SIZE = "GH0012";
    /** A string whose form is wrong. */
    public static final String BAD_FORM = "GH0013";
    /** A document that is no object with kind and apiVersion. */
    public static final String NOT_AN_OBJECT = "GH0014";
    /** A kind that isn't served; the document is ignored. */
    public static final String UNKNOWN_KIND = "GH0015";
    /** A kind that is served, in a version that isn't. */
    public static final String UNKNOWN_VERSION = "GH0016";
    /** Name, namespace or labels are wrong. */
    public static final String BAD_METADATA = "GH0017";
    /** A setting that has no effect here. */
    public static final String NO_EFFECT = "GH0018";

    private Codes() {}
}
