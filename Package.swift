// swift-tools-version: 6.2
import PackageDescription

/// Every target is held to these; `.ci/run` turns the warnings that they add into errors.
let swiftSettings: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Tests themselves are built without optimization: what they call is optimized, and compiling them took longer than
/// running them.
let testSettings = swiftSettings + [.unsafeFlags(["-Onone"])]

/// A room of the pipeline: a library target whose API is `package`.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swiftSettings)
}

/// The tests of one room, which may use what its dependencies offer.
func tests(of room: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: room + "Tests",
        dependencies: [.target(name: room), "TestSupport"] + dependencies,
        swiftSettings: testSettings
    )
}

/// The kinds of findings that have a page in TunnelDetection's documentation, which the command can print.
let pagesOfKinds = [
    "tunnel",
    "exfiltration",
    "infiltration",
    "beacon",
    "covert-field",
    "non-dns-traffic",
    "protocol-anomaly",
    "listed-domain",
    "listed-address",
    "sinkholed",
    "generated-domains",
    "exploit-callback",
    "rebinding",
    "resolver-bypass",
    "anonymity-network",
    "mining",
]

/// The schemas of reports, which the command can print.
let schemas = ["report", "clients", "contents", "baseline", "coverage-map"]

let package = Package(
    name: "dnsscan",
    products: [
        .executable(name: "dnsscan", targets: ["dnsscan"]),
        .executable(name: "dnsscan-bench", targets: ["dnsscan-bench"]),
        .executable(name: "dnsscan-evaluate", targets: ["Evaluation"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        // Frames of dnstap are protocol buffers, and so are the messages in a part of a scan. Without its traits it needs no more than FoundationEssentials.
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0", traits: []),
    ],
    targets: [
        .systemLibrary(name: "CLibpcap", pkgConfig: "libpcap", providers: [.apt(["libpcap-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .systemLibrary(name: "CLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"])]),
        .target(name: "CFileCookie"),
        .target(name: "CYardsticks", dependencies: ["CLibpcap"]),
        .target(name: "CAllocations"),
        .target(name: "CConfinement"),
        .target(name: "CInterruption"),
        .systemLibrary(name: "CLibpsl", pkgConfig: "libpsl", providers: [.apt(["libpsl-dev"])]),
        .systemLibrary(name: "CIDN2", pkgConfig: "libidn2", providers: [.apt(["libidn2-dev"])]),
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CNettle", pkgConfig: "nettle", providers: [.apt(["nettle-dev"])]),

        // The way of the data, in its order. Arrows point to the left only.
        room("NetworkTypes"),
        room("FilePaths"),
        room("Interruption", ["CInterruption"]),
        room("ContentDigest", ["CNettle"]),
        room("Decryption", ["CNettle"]),
        room("TextInput", ["ContentDigest", "FilePaths", "Interruption"]),
        room("Inflation", ["CZlib", "CZstd", "CLZ4", "CLZMA"]),
        room(
            "PacketCapture",
            [
                "CLibpcap", "CFileCookie", "NetworkTypes", "FilePaths", "Interruption", "Inflation",
            ]
        ),
        room("PacketDecoding", ["NetworkTypes"]),
        room("DNSWire"),
        room("DNSObservation", ["NetworkTypes", "PacketDecoding", "DNSWire"]),
        .target(
            name: "ResolverLogs",
            dependencies: [
                "NetworkTypes", "Inflation", "PacketCapture", "PacketDecoding", "DNSWire", "DNSObservation",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Dnstap/dnstap.proto"],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "PartialResults",
            dependencies: [
                "CZstd", "NetworkTypes", "FilePaths", "ContentDigest", "PacketDecoding",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Messages/part.proto"],
            swiftSettings: swiftSettings
        ),
        room("SteadyFields", ["NetworkTypes", "DNSWire", "DNSObservation"]),
        room("PublicSuffixes", ["CLibpsl"]),
        room("InternationalNames", ["CIDN2"]),
        room("Findings", ["NetworkTypes"]),
        room(
            "AllowLists",
            ["NetworkTypes", "DNSWire", "PublicSuffixes", "InternationalNames", "Findings"]
        ),
        room(
            "ClientTracking",
            ["NetworkTypes", "PacketDecoding", "DNSWire", "DNSObservation", "Findings"]
        ),
        room("PayloadMeasures", ["DNSWire"]),
        room(
            "ZoneProfiles",
            ["NetworkTypes", "DNSWire", "DNSObservation", "PublicSuffixes", "PayloadMeasures"]
        ),
        room(
            "OrdinaryTraffic",
            [
                "NetworkTypes", "DNSWire", "DNSObservation", "PublicSuffixes", "PayloadMeasures",
                "ZoneProfiles",
            ]
        ),
        room(
            "Channels",
            [
                "NetworkTypes", "DNSWire", "DNSObservation", "PayloadMeasures", "ZoneProfiles",
                "OrdinaryTraffic",
            ]
        ),
        room(
            "Signatures",
            [
                "NetworkTypes", "Inflation", "DNSWire", "DNSObservation", "Findings", "PayloadMeasures",
                "ZoneProfiles", "Channels",
            ]
        ),
        room("RecognizedServices", ["DNSWire", "ZoneProfiles", "Channels"]),
        room(
            "Watching",
            [
                "NetworkTypes", "DNSWire", "DNSObservation", "PublicSuffixes", "InternationalNames",
                "Findings",
                "PayloadMeasures", "ZoneProfiles",
            ]
        ),
        room(
            "TunnelDetection",
            [
                "NetworkTypes", "DNSWire", "DNSObservation", "SteadyFields", "PublicSuffixes", "Findings",
                "PayloadMeasures", "ZoneProfiles", "OrdinaryTraffic", "Channels", "Signatures",
                "RecognizedServices", "Watching",
            ]
        ),
        room(
            "Extraction",
            [
                "NetworkTypes", "ContentDigest", "Decryption", "Inflation", "DNSWire", "DNSObservation",
                "Findings", "PayloadMeasures", "ZoneProfiles", "Channels", "Signatures", "Watching",
            ]
        ),
        room(
            "Baselines",
            [
                "NetworkTypes", "DNSWire", "DNSObservation", "Findings", "ZoneProfiles", "Channels",
                "TunnelDetection",
            ]
        ),
        room("BaselineFile", ["NetworkTypes", "Baselines"]),
        room(
            "ScanPipeline",
            [
                "NetworkTypes", "FilePaths", "Interruption", "Inflation", "PacketCapture", "PacketDecoding",
                "DNSWire",
                "DNSObservation", "ResolverLogs", "PartialResults", "Findings", "ClientTracking",
                "SteadyFields",
                "ZoneProfiles", "Watching", "TunnelDetection", "Extraction", "Baselines",
            ]
        ),
        room("FindingReport", ["NetworkTypes", "Findings"]),
        room("RuleWriting", ["ContentDigest", "DNSWire", "Findings"]),
        room("YAMLText", ["CYAML"]),
        room("Confinement", ["CConfinement", "FilePaths"]),
        .executableTarget(
            name: "dnsscan",
            dependencies: [
                "NetworkTypes", "FilePaths", "Interruption", "InternationalNames", "TextInput",
                "PacketCapture", "DNSWire",
                "PublicSuffixes",
                "AllowLists",
                "ClientTracking", "Watching", "PartialResults", "Extraction", "Baselines", "BaselineFile",
                "ScanPipeline", "Findings",
                "FindingReport",
                "RuleWriting", "YAMLText", "Confinement",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: pagesOfKinds.map { .embedInCode("Pages/\($0).md") }
                + schemas.map { .embedInCode("Schemas/\($0).schema.json") },
            swiftSettings: swiftSettings
        ),
        .executableTarget(
            name: "Evaluation",
            dependencies: [
                "NetworkTypes", "TextInput", "DNSWire", "PayloadMeasures", "ZoneProfiles", "ScanPipeline",
                "Findings", "Signatures", "TunnelDetection", "FindingReport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings
        ),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: swiftSettings),
        .executableTarget(
            name: "dnsscan-bench",
            dependencies: [
                "CYardsticks", "CAllocations", "PacketCapture", "PacketDecoding", "DNSWire", "DNSObservation",
                "Findings",
                "ZoneProfiles", "ScanPipeline", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftSettings
        ),
        .target(
            name: "FuzzTargets",
            dependencies: [
                "NetworkTypes", "PacketCapture", "PacketDecoding", "DNSWire", "DNSObservation",
                "ZoneProfiles",
                "Watching", "TunnelDetection", "Extraction", "ScanPipeline",
                "Findings", "FindingReport", "TestSupport",
            ],
            path: "Tests/Fuzzing/Targets",
            swiftSettings: swiftSettings
        ),
        tests(of: "NetworkTypes"),
        tests(of: "FilePaths"),
        tests(of: "TextInput"),
        tests(of: "PacketCapture", ["NetworkTypes", "Inflation"]),
        tests(of: "PacketDecoding", ["NetworkTypes", "PacketCapture"]),
        tests(of: "DNSWire"),
        tests(of: "DNSObservation", ["NetworkTypes", "PacketDecoding", "DNSWire"]),
        tests(
            of: "ResolverLogs",
            ["NetworkTypes", "PacketCapture", "PacketDecoding", "DNSWire", "DNSObservation"]
        ),
        tests(of: "PartialResults", ["NetworkTypes", "PacketDecoding", "ContentDigest"]),
        tests(of: "SteadyFields", ["NetworkTypes", "PacketDecoding", "DNSWire", "DNSObservation"]),
        tests(of: "PublicSuffixes"),
        tests(of: "InternationalNames"),
        tests(of: "ContentDigest"),
        tests(of: "AllowLists", ["NetworkTypes", "DNSWire", "Findings"]),
        tests(
            of: "ClientTracking",
            ["NetworkTypes", "PacketDecoding", "DNSWire", "DNSObservation", "Findings"]
        ),
        tests(of: "Inflation"),
        tests(
            of: "TunnelDetection",
            [
                "NetworkTypes", "PacketDecoding", "DNSWire", "DNSObservation", "SteadyFields",
                "PublicSuffixes", "Findings", "PayloadMeasures", "ZoneProfiles", "OrdinaryTraffic",
                "Channels",
                "Signatures", "RecognizedServices", "Watching", "Baselines",
            ]
        ),
        tests(
            of: "ScanPipeline",
            [
                "NetworkTypes", "PacketCapture", "PacketDecoding", "DNSWire", "DNSObservation", "Findings",
                "ZoneProfiles", "Signatures", "Watching", "TunnelDetection", "Baselines", "PartialResults",
            ]
        ),
        tests(
            of: "Extraction",
            ["ScanPipeline", "Findings", "FuzzTargets"]
        ),
        tests(of: "FindingReport", ["NetworkTypes", "Findings"]),
        tests(of: "YAMLText"),
        tests(of: "Confinement", ["CConfinement"]),
        tests(of: "FuzzTargets", ["PacketCapture"]),
        tests(of: "BaselineFile", ["Baselines"]),
        tests(of: "RuleWriting", ["DNSWire", "Findings"]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "dnsscan", "NetworkTypes", "TunnelDetection", "Findings", "FindingReport", "FuzzTargets",
                "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: testSettings
        ),
        tests(
            of: "Evaluation",
            [
                "NetworkTypes", "PacketCapture", "PacketDecoding", "ScanPipeline", "Findings",
                "TunnelDetection",
            ]
        ),
        .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: testSettings),
    ]
)

// By hand only, see Tests/Fuzzing/README.md; the fuzzer has no main of its own and links with libFuzzer alone.
if Context.environment["DNSSCAN_FUZZING"] != nil {
    package.targets += [
        .executableTarget(
            name: "Fuzzer",
            dependencies: ["FuzzTargets"],
            path: "Tests/Fuzzing/Fuzzer",
            swiftSettings: swiftSettings + [.unsafeFlags(["-parse-as-library"])]
        ),
        .executableTarget(
            name: "Mutations",
            dependencies: ["FuzzTargets", "PacketCapture"],
            path: "Tests/Fuzzing/Mutations",
            swiftSettings: swiftSettings
        ),
    ]
}
