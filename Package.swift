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

let package = Package(
    name: "nacre",
    products: [
        .executable(name: "nacre", targets: ["nacre"]),
        .library(name: "MachineTesting", targets: ["MachineTesting"]),
        .library(name: "Surface", targets: ["Surface"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    ],
    targets: [
        // Pure: values in, values out. scripts/check-imports keeps it so.
        .target(name: "Catalog", swiftSettings: settings),
        .target(name: "Hardening", dependencies: ["Catalog"], swiftSettings: settings),
        .target(name: "Surface", dependencies: ["Catalog"], swiftSettings: settings),
        .target(name: "Documents", dependencies: ["CYAML"], swiftSettings: settings),
        .target(name: "Rulesets", dependencies: ["Documents"], swiftSettings: settings),
        .target(name: "Detection", swiftSettings: settings),
        .target(
            name: "Observers",
            dependencies: ["Catalog", "Hardening", "Documents", "Rulesets", "Detection", "OpenClawData", "Surface"],
            swiftSettings: settings
        ),
        .target(
            name: "Controls",
            dependencies: ["Catalog", "Documents", "Hardening", "Rulesets"],
            swiftSettings: settings
        ),

        // What can be done with a server; everything outside is passed in.
        .target(
            name: "Operations",
            dependencies: ["Controls", "Documents", "Hardening"],
            swiftSettings: settings
        ),

        // Tables compiled once, because embedding them takes the compiler a while.
        .target(
            name: "OpenClawData",
            resources: [.embedInCode("advisories.tsv"), .embedInCode("configuration-schema.txt")],
            swiftSettings: settings
        ),

        // The outside world.
        .target(name: "CLinux"),
        .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .target(
            name: "LinuxMachine",
            dependencies: [
                "Catalog", "CLinux", "COpenSSL", "Documents", "Hardening", "Observers", "Rulesets", "Surface",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(name: "MachineTesting", dependencies: ["Catalog", "Hardening", "Surface"], swiftSettings: settings),

        // What people touch.
        .target(
            name: "Commands",
            dependencies: [
                "Catalog", "Controls", "Detection", "Documents", "Hardening", "LinuxMachine", "Observers", "Operations",
                "Rulesets", "Surface",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "nacre",
            dependencies: ["Commands", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "pages",
            dependencies: ["Commands", .product(name: "SystemPackage", package: "swift-system")],
            swiftSettings: settings
        ),

        .testTarget(
            name: "HardeningTests",
            dependencies: ["Catalog", "Hardening", "MachineTesting"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "DocumentsTests",
            dependencies: ["Documents", "Rulesets", "Detection", "MachineTesting"],
            exclude: ["Rulesets/fates.txt", "SQLite/kept.sqlite", "SQLite/kept.sqlite-wal"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ObserversTests",
            dependencies: ["Catalog", "Documents", "Hardening", "MachineTesting", "Observers", "Surface"],
            exclude: ["OpenClaw/state.sqlite"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ControlsTests",
            dependencies: [
                "Catalog", "Controls", "Documents", "Hardening", "MachineTesting", "Observers", "Rulesets", "Surface",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OperationsTests",
            dependencies: ["Catalog", "Hardening", "MachineTesting", "Operations"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LinuxMachineTests",
            dependencies: [
                "Catalog", "CLinux", "Documents", "Hardening", "LinuxMachine", "MachineTesting", "Observers", "Surface",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "Catalog", "Commands", "Controls", "Documents", "Hardening", "LinuxMachine", "MachineTesting",
                "Observers", "Operations", "Rulesets", "Surface",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
    ]
)
