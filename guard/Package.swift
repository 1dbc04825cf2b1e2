// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// What faces the network is a package of its own, so that nobody who builds the command line fetches an HTTP stack.
let package = Package(
    name: "nacre-guard",
    products: [.executable(name: "nacre-guard", targets: ["nacre-guard"])],
    dependencies: [
        .package(name: "nacre", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.65.0"),
    ],
    targets: [
        // Pure: bytes in, values out.
        .target(name: "Exchanges", swiftSettings: settings),
        .target(name: "ToolCalls", dependencies: ["Exchanges"], swiftSettings: settings),
        .target(
            name: "OutputFilter",
            dependencies: [
                "Exchanges", .product(name: "Detection", package: "nacre"), .product(name: "Leaks", package: "nacre"),
            ],
            swiftSettings: settings
        ),

        // The network.
        .target(
            name: "Guard",
            dependencies: [
                "Exchanges", "OutputFilter", "ToolCalls",
                .product(name: "COpenSSL", package: "nacre"),
                .product(name: "CCompression", package: "nacre"),
                .product(name: "CSQLite", package: "nacre"),
                .product(name: "Detection", package: "nacre"),
                .product(name: "Documents", package: "nacre"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "nacre-guard",
            dependencies: [
                "Exchanges", "Guard", .product(name: "CLinux", package: "nacre"),
                .product(name: "Reports", package: "nacre"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),

        // For measuring: a model API that answers at once, and clients that ask it.
        .executableTarget(
            name: "guard-bench",
            dependencies: [
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),

        // For tests and the lab: answers as upstreams stream them, and many of them, which must not be changed.
        .target(name: "SampleStreams", dependencies: ["Exchanges"], swiftSettings: settings),
        .executableTarget(
            name: "pass-streams",
            dependencies: [
                "Exchanges", "OutputFilter", "SampleStreams", .product(name: "Detection", package: "nacre"),
            ],
            swiftSettings: settings
        ),

        // For the lab: what calls come to, beside the real client.
        .executableTarget(name: "resolve-calls", dependencies: ["Exchanges", "ToolCalls"], swiftSettings: settings),

        .testTarget(name: "ExchangesTests", dependencies: ["Exchanges"], swiftSettings: settings),
        .testTarget(
            name: "CommandTests",
            dependencies: ["Exchanges", "Guard", "nacre-guard"],
            swiftSettings: settings
        ),
        .testTarget(name: "ToolCallsTests", dependencies: ["Exchanges", "ToolCalls"], swiftSettings: settings),
        .testTarget(
            name: "GuardTests",
            dependencies: [
                "Exchanges", "Guard", "OutputFilter", "SampleStreams", .product(name: "CCompression", package: "nacre"),
                .product(name: "Detection", package: "nacre"),
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
    ]
)
