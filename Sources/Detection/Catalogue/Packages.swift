extension Detector {
    /// Registries of packages and images.
    static let packages: [Detector] = [
        .key("npm-token", "npm token", "npm_", .run(.alphanumeric, 36), checks: [.random, .base62Checksum]),
        .key("pypi-token", "PyPI token", "pypi-AgEIcHlwaS5vcmc", .run(.token, 50...)),
        .key("pypi-test-token", "PyPI token", "pypi-AgENdGVzdC5weXBpLm9yZw", .run(.token, 50...)),
        .key("rubygems-key", "RubyGems key", "rubygems_", .run(.hex, 48)),
        .key("docker-hub-token", "Docker Hub token", "dckr_pat_", .run(.token, 27)),
        .key("docker-hub-organization-token", "Docker Hub token", "dckr_oat_", .run(.token, 30...)),
        .key("clojars-token", "Clojars token", "CLOJARS_", .run(.alphanumeric, 60)),
        .key("crates-io-token", "crates.io token", "cio", .run(.alphanumeric, 32)),
        .key("nuget-key", "NuGet key", "oy2", .run(.lowerDigit, 43)),
        .key("artifactory-key", "Artifactory key", "AKCp", .run(.alphanumeric, 69)),
        .key("artifactory-token", "Artifactory token", "cmVmd", .run(.alphanumeric, 59)),
        .key("openshift-token", "OpenShift token", "sha256~", .run(.token, 43)),
        .key(
            "sidekiq-address",
            "Sidekiq credentials",
            before: [.run(.lowerHex, 8), ":", .run(.lowerHex, 8)],
            ["@gems.contribsys.com", "@enterprise.contribsys.com"],
            checks: [.notMadeUp]
        ),
        .key("expo-token", "Expo token", "expo_", .run(.token, 40)),
        .key(
            "jetbrains-token",
            "JetBrains token",
            "perm:",
            .run(.base64Padded, 20...),
            ".",
            .run(.base64Padded, 4...),
            ".",
            .run(.base64Padded, 30...)
        ),
        .named(
            "sidekiq-secret",
            "Sidekiq credentials",
            .folded("contribsys__com"),
            .run(.lowerHex, 8),
            ":",
            .run(.lowerHex, 8),
            checks: [.notMadeUp]
        ),
        .named("jfrog-key", "Artifactory key", .folded("jfrog", "artifactory"), .run(.alphanumeric, 73)),
        .named("jfrog-identity-token", "Artifactory token", .folded("jfrog", "artifactory"), .run(.alphanumeric, 64)),
        .named(
            "docker-password",
            "Docker Hub token",
            .folded("dockerhub", "docker_hub"),
            .run(.uuid, 36),
            checks: [.random, .uuid]
        ),
    ]
}
