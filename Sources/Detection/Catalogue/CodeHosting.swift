extension Detector {
    /// Places where code lies and is built.
    static let codeHosting: [Detector] = [
        .key(
            "github-personal-token",
            "GitHub token",
            "ghp_",
            .run(.alphanumeric, 36),
            checks: [.random, .base62Checksum]
        ),
        .key(
            "github-oauth-token",
            "GitHub token",
            "gho_",
            .run(.alphanumeric, 36),
            checks: [.random, .base62Checksum]
        ),
        .key("github-user-token", "GitHub token", "ghu_", .run(.alphanumeric, 36), checks: [.random, .base62Checksum]),
        .key("github-app-token", "GitHub token", "ghs_", .run(.alphanumeric, 36...)),
        .key("github-refresh-token", "GitHub token", "ghr_", .run(.alphanumeric, 36...)),
        .key("github-fine-grained-token", "GitHub token", "github_pat_", .run(.word, 40...)),
        .key("gitlab-personal-token", "GitLab token", "glpat-", .run(.dotted, 20...)),
        .key("gitlab-deploy-token", "GitLab token", "gldt-", .run(.token, 20...)),
        .key("gitlab-runner-token", "GitLab token", "glrt-", .run(.dotted, 20...)),
        .key("gitlab-runner-registration-token", "GitLab token", "glrtr-", .run(.token, 20...)),
        .key("gitlab-trigger-token", "GitLab token", "glptt-", .run(.token, 20...)),
        .key("gitlab-job-token", "GitLab token", "glcbt-", .run(.token, 20...)),
        .key("gitlab-scim-token", "GitLab token", "glsoat-", .run(.token, 20...)),
        .key("gitlab-mail-token", "GitLab token", "glimt-", .run(.token, 20...)),
        .key("gitlab-agent-token", "GitLab token", "glagent-", .run(.token, 20...)),
        .key("gitlab-application-secret", "GitLab token", "gloas-", .run(.token, 20...)),
        .key("gitlab-feed-token", "GitLab token", "glft-", .run(.token, 20...)),
        .key("gitlab-feature-flag-token", "GitLab token", "glffct-", .run(.token, 20...)),
        .key("gitlab-workspace-token", "GitLab token", "glwt-", .run(.token, 20...)),
        .key("gitlab-legacy-runner-token", "GitLab token", "GR1348941", .run(.token, 20...)),
        .key("gitlab-session", "GitLab session", "_gitlab_session=", .run(.lowerDigit, 32)),
        .key("atlassian-token", "Atlassian token", ["ATATT3", "ATCTT3"], .run(.base64, 100...)),
        .key("bitbucket-app-password", "Bitbucket password", "ATBB", .run(.alphanumeric, 32)),
        .key("sourcegraph-token", "Sourcegraph token", "sgp_", .run(.hex, 40)),
        .key("sourcegraph-instance-token", "Sourcegraph token", "sgp_", .run(.hex, 16), "_", .run(.hex, 40)),
        .key("sourcegraph-local-token", "Sourcegraph token", "sgp_local_", .run(.hex, 40)),
        .key("sourcegraph-cody-key", "Sourcegraph token", "slk_", .run(.lowerHex, 64)),
        .key("circleci-personal-token", "CircleCI token", ["CCIPAT_", "CCIPRJ_"], .run(.word, 60...80)),
        .key("buildkite-token", "Buildkite token", ["bkua_", "bkct_"], .run(.alphanumeric, 40)),
        .key(
            "harness-token",
            "Harness token",
            ["pat.", "sat."],
            .run(.token, 22),
            ".",
            .run(.alphanumeric, 24),
            ".",
            .run(.alphanumeric, 20)
        ),
        .key("octopus-key", "Octopus Deploy key", "API-", .run(.upperDigit, 26)),
        .key("sonar-token", "SonarQube token", ["squ_", "sqp_", "sqa_"], .run(.lowerHex, 40)),
        .key("snyk-token", "Snyk token", "snyk_uat.", .run(.dotted, 60...)),
        .key(
            "azure-devops-token",
            "Azure DevOps token",
            before: [.run(.alphanumeric, 76)],
            "AZDO",
            .run(.alphanumeric, 4)
        ),
        .named("bitbucket-client-id", "Bitbucket client", .folded("bitbucket"), .run(.alphanumeric, 32)),
        .named("bitbucket-client-secret", "Bitbucket client secret", .folded("bitbucket"), .run(.padded, 64)),
        .named("codecov-token", "Codecov token", .folded("codecov"), .run(.lowerDigit, 32)),
        .named("droneci-token", "Drone CI token", .folded("droneci", "drone_"), .run(.lowerDigit, 32)),
        .named("travis-token", "Travis CI token", .folded("travis"), .run(.alphanumeric, 22)),
        .named(
            "circleci-token",
            "CircleCI token",
            .folded("circleci", "circle_ci", "circle_token"),
            .run(.lowerHex, 40)
        ),
        .named("snyk-api-key", "Snyk token", .folded("snyk"), .run(.uuid, 36), checks: [.random, .uuid]),
        .named("sonar-key", "SonarQube token", .folded("sonar"), .run(.padded, 40)),
        .named("sourcegraph-key", "Sourcegraph token", .folded("sourcegraph"), .run(.hex, 40)),
        .named(
            "jira-token",
            "Atlassian token",
            .folded("atlassian", "confluence", "jira"),
            .run(.alphanumeric, 20...24)
        ),
    ]
}
