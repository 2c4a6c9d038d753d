package io.gatehouse.validate;

/** The rules' codes: stable, never reused; each has its paragraph in {@code docs/diagnostics.md}. */
public final class RuleCodes {
    // across resources
    public static final String DUPLICATE_RESOURCE = "GH0101";
    public static final String UNKNOWN_GATEWAY = "GH0102";
    public static final String UNKNOWN_DESTINATION = "GH0103";
    public static final String UNKNOWN_SUBSET = "GH0104";
    public static final String DESTINATION_PORT = "GH0105";
    public static final String HOST_NOT_SERVED = "GH0106";
    public static final String UNKNOWN_DELEGATE = "GH0107";
    public static final String PORT_CONFLICT = "GH0108";
    public static final String UNKNOWN_CREDENTIAL = "GH0109";
    public static final String MESH_ONLY = "GH0110";
    public static final String EXPORT_TO = "GH0111";
    public static final String FORBIDDEN_ANNOTATION = "GH0112";
    // Gateway
    public static final String GATEWAY_SHAPE = "GH0201";
    public static final String SERVER_HOST = "GH0202";
    public static final String SERVER_PORT = "GH0203";
    public static final String SERVER_BIND = "GH0204";
    public static final String SERVER_TLS = "GH0205";
    public static final String SERVER_CERTIFICATE = "GH0206";
    public static final String CLIENT_AUTHORITY = "GH0207";
    public static final String CLIENT_CERTIFICATE_PIN = "GH0208";
    public static final String TLS_VERSION = "GH0209";
    public static final String CIPHER_SUITE = "GH0210";
    public static final String PASSTHROUGH_CERTIFICATE = "GH0211";
    public static final String TLS_MODE_OMITTED = "GH0212";
    public static final String TLS_MODE_UNSERVED = "GH0213";
    public static final String HTTPS_REDIRECT = "GH0214";
    // VirtualService
    public static final String DELEGATE_SHAPE = "GH0301";
    public static final String VIRTUAL_SERVICE_HOST = "GH0302";
    public static final String OVERLAPPING_HOSTS = "GH0303";
    public static final String GATEWAY_NAME = "GH0304";
    public static final String LEGACY_GATEWAY_NAME = "GH0305";
    public static final String NO_ROUTES = "GH0306";
    public static final String ROUTE_ACTION = "GH0307";
    public static final String STRING_MATCH = "GH0308";
    public static final String IGNORED_CASE = "GH0309";
    public static final String MATCH_HEADER = "GH0310";
    public static final String MATCH_SOURCE = "GH0311";
    public static final String HEADER_OPERATION = "GH0312";
    public static final String HEADER_VARIABLE = "GH0313";
    public static final String AUTHORITY_TWICE = "GH0314";
    public static final String DESTINATION = "GH0315";
    public static final String WEIGHT = "GH0316";
    public static final String REDIRECT = "GH0317";
    public static final String DIRECT_RESPONSE = "GH0318";
    public static final String DIRECT_RESPONSE_SIZE = "GH0319";
    public static final String REWRITE = "GH0320";
    public static final String REWRITE_DOUBLE_SLASH = "GH0321";
    public static final String RETRY = "GH0322";
    public static final String FAULT = "GH0323";
    public static final String FAULT_WITHOUT_KIND = "GH0324";
    public static final String MIRROR = "GH0325";
    public static final String CORS = "GH0326";
    public static final String CORS_CREDENTIALS = "GH0327";
    public static final String TLS_ROUTE = "GH0328";
    public static final String SNI_ADDRESS = "GH0329";
    public static final String TCP_ROUTE = "GH0330";
    public static final String UNREACHABLE_RULE = "GH0331";
    public static final String INEFFECTIVE_MATCH = "GH0332";
    public static final String FAULT_NEVER = "GH0333";
    // DestinationRule
    public static final String DESTINATION_RULE_SHAPE = "GH0401";
    public static final String CONNECTION_POOL = "GH0402";
    public static final String OUTLIER_DETECTION = "GH0403";
    public static final String LOAD_BALANCER = "GH0404";
    public static final String LOCALITY = "GH0405";
    public static final String FAILOVER_WITHOUT_DETECTION = "GH0406";
    public static final String CLIENT_TLS = "GH0407";
    public static final String TUNNEL = "GH0408";
    public static final String HEALTH_CHECK = "GH0409";
    // ServiceEntry, WorkloadEntry
    public static final String SERVICE_ENTRY_HOST = "GH0501";
    public static final String PARTIAL_WILDCARD = "GH0502";
    public static final String SERVICE_ENTRY_PORT = "GH0503";
    public static final String SERVICE_ENTRY_ADDRESS = "GH0504";
    public static final String ENDPOINT = "GH0505";
    public static final String DYNAMIC_DNS = "GH0506";
    public static final String EMPTY_SELECTOR = "GH0507";
    public static final String RESOLUTION_NONE = "GH0508";
    // understood, without effect
    public static final String DEPRECATED = "GH0601";
    public static final String WITHOUT_EFFECT = "GH0602";

    private RuleCodes() {}
}
