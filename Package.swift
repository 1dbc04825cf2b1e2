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
        // What other programs report, prove and configure with.
        .library(name: "Catalog", targets: ["Catalog"]),
        .library(name: "Reports", targets: ["Reports"]),
        .library(name: "Profiles", targets: ["Profiles"]),
        .library(name: "Surface", targets: ["Surface"]),
        .library(name: "MachineTesting", targets: ["MachineTesting"]),
        // What nacre-guard, a package of its own, is built on.
        .library(name: "Detection", targets: ["Detection"]),
        .library(name: "Documents", targets: ["Documents"]),
        .library(name: "Leaks", targets: ["Leaks"]),
        .library(name: "COpenSSL", targets: ["COpenSSL"]),
        .library(name: "CLinux", targets: ["CLinux"]),
        .library(name: "CSQLite", targets: ["CSQLite"]),
        .library(name: "CCompression", targets: ["CCompression"]),
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
        // Pure but for Vectorscan's functions on bytes (docs/decisions/0030).
        .target(name: "Detection", dependencies: ["CBytes", "CVectorscan"], swiftSettings: settings),
        // Pure but for the functions on bytes of zlib, zstd, liblzma and libbz2 (docs/decisions/0031).
        .target(name: "Archives", dependencies: ["CBytes", "CCompression"], swiftSettings: settings),
        // The same for zlib (docs/decisions/0032).
        .target(name: "GitObjects", dependencies: ["CCompression"], swiftSettings: settings),
        .target(name: "Leaks", dependencies: ["Archives", "CBytes", "Detection"], swiftSettings: settings),
        // Pure but for OpenSSL's functions on bytes (docs/decisions/0028).
        .target(name: "Vault", dependencies: ["COpenSSL"], swiftSettings: settings),
        .target(name: "Reports", dependencies: ["Catalog", "Detection", "Documents"], swiftSettings: settings),
        .target(
            name: "Profiles",
            dependencies: ["Catalog", "Documents", "Hardening", "Rulesets"],
            swiftSettings: settings
        ),
        .target(
            name: "Observers",
            dependencies: [
                "Catalog", "Hardening", "Documents", "Rulesets", "Detection", "OpenClawData", "Surface", "Vault",
            ],
            swiftSettings: settings
        ),
        .target(
            name: "Controls",
            dependencies: ["Catalog", "Documents", "Hardening", "OpenClawData", "Rulesets"],
            swiftSettings: settings
        ),

        // What can be done with a server; everything outside is passed in.
        .target(
            name: "Operations",
            dependencies: ["Catalog", "Controls", "Documents", "Hardening"],
            swiftSettings: settings
        ),

        // Tables compiled once, because embedding them takes the compiler a while.
        .target(
            name: "OpenClawData",
            resources: [
                .embedInCode("advisories.tsv"), .embedInCode("configuration-schema.txt"), .embedInCode("models.tsv"),
            ],
            swiftSettings: settings
        ),

        // The outside world.
        .target(name: "CBytes"),
        .target(name: "CLinux"),
        .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(
            name: "CCompression",
            providers: [.apt(["libbz2-dev", "liblzma-dev", "libzstd-dev", "zlib1g-dev"])]
        ),
        .systemLibrary(name: "CVectorscan", providers: [.apt(["libvectorscan-dev"])]),
        .target(
            name: "LinuxMachine",
            dependencies: [
                "Archives", "Catalog", "CLinux", "COpenSSL", "CSQLite", "Detection", "Documents", "GitObjects",
                "Hardening",
                "Leaks", "Observers", "Rulesets", "Surface", "Vault",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .target(name: "MachineTesting", dependencies: ["Catalog", "Hardening", "Surface"], swiftSettings: settings),

        // What people touch.
        .target(
            name: "Commands",
            dependencies: [
                "Catalog", "Controls", "Detection", "Documents", "Hardening", "Leaks", "LinuxMachine", "Observers",
                "Operations", "Profiles", "Reports", "Rulesets", "Surface", "Vault",
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

        // Tests. What takes root, daemons or namespaces is apart, in targets that end in IntegrationTests: the others run at once.
        .target(
            name: "TestPrograms",
            dependencies: ["CLinux"],
            path: "Tests/TestPrograms",
            swiftSettings: settings
        ),
        .testTarget(name: "CatalogTests", dependencies: ["Catalog"], swiftSettings: settings),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["Catalog", "Documents", "Hardening", "Reports", "TestPrograms"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ProfilesTests",
            dependencies: ["Documents", "Hardening", "Profiles"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HardeningTests",
            dependencies: ["Catalog", "Hardening", "MachineTesting", "Surface"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "DocumentsTests",
            dependencies: ["Documents", "MachineTesting", "Catalog", "Surface", "TestPrograms"],
            exclude: ["SQLite/kept.sqlite", "SQLite/kept.sqlite-wal"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RulesetsTests",
            dependencies: ["Documents", "MachineTesting", "Catalog", "Surface", "Rulesets"],
            exclude: ["fates.txt"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RulesetsIntegrationTests",
            dependencies: ["Documents", "MachineTesting", "Catalog", "Surface", "Rulesets", "TestPrograms"],
            swiftSettings: settings
        ),
        .testTarget(name: "GitObjectsTests", dependencies: ["CCompression", "GitObjects"], swiftSettings: settings),
        .testTarget(name: "ArchivesTests", dependencies: ["Archives", "CCompression"], swiftSettings: settings),
        .testTarget(name: "LeaksTests", dependencies: ["Archives", "Detection", "Leaks"], swiftSettings: settings),
        .testTarget(
            name: "DetectionTests",
            dependencies: ["Detection", "MachineTesting", "Catalog", "Surface"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ObserversTests",
            dependencies: [
                "Catalog", "Controls", "Documents", "Hardening", "MachineTesting", "Observers", "Rulesets", "Surface",
                "Vault",
                "TestPrograms",
            ],
            exclude: ["OpenClaw/state.sqlite"],
            // The optimizer of 6.2.3 crashes on it (copy propagation in an asynchronous test).
            swiftSettings: settings + [.unsafeFlags(["-Onone"], .when(configuration: .release))]
        ),
        .testTarget(
            name: "ControlsTests",
            dependencies: [
                "Catalog", "Controls", "Documents", "Hardening", "MachineTesting", "Surface", "Observers", "Rulesets",
                "TestPrograms", "Vault",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "VaultTests",
            dependencies: ["TestPrograms", "Vault"],
            exclude: ["vault.py", "vector.hex"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "OperationsTests",
            dependencies: ["Catalog", "Hardening", "MachineTesting", "Surface", "Operations"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LinuxMachineTests",
            dependencies: [
                "Archives", "Catalog", "CLinux", "CSQLite", "Documents", "Hardening", "Leaks", "LinuxMachine",
                "MachineTesting", "Observers", "Rulesets", "Surface", "TestPrograms", "Vault",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "LinuxMachineIntegrationTests",
            dependencies: [
                "CLinux", "Documents", "Hardening", "Leaks", "LinuxMachine", "MachineTesting", "Catalog", "Surface",
                "Observers", "TestPrograms", "Vault",
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CommandsTests",
            dependencies: [
                "Catalog", "Commands", "Controls", "Documents", "Hardening", "LinuxMachine", "MachineTesting",
                "Surface",
                "Observers", "Operations", "Profiles", "Reports", "Rulesets", "TestPrograms", "Vault",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings
        ),
    ]
)
