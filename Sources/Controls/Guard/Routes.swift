import Catalog
import Hardening

extension Control {
    /// Nothing that an agent asks goes anywhere but to the guard.
    static let routeModelsThroughGuard = Control(
        .guard,
        "route-models-through-guard",
        title: "Every model is asked through the guard",
        fault: "Agents ask models around the guard",
        rationale:
            "A model that is asked directly sees what the guard keeps in, and what it wants done is done unseen. A fallback is "
            + "enough: a provider that fails, or is made to fail, moves the run there.",
        severity: .low,
        references: [
            Reference("OpenClaw: Model providers"), Reference("OpenClaw: Model failover"),
            Reference("nacre: docs/guard.md"),
        ],
        expects: [.none(.modelRoutes, where: Field.routesAround.isSet, "no model is asked around the guard")],
        fix: .manual(
            "`sudo nacre guard enrol --all --dry-run` names each way around and says which it takes away",
            because: "Which models your agents may ask, only you know."
        ),
        examples: [
            .compliant("all behind the guard", .modelRoutes, routes()),
            .drifted(
                "a fallback that is not",
                .modelRoutes,
                routes(around: ["agents.defaults.model.fallbacks.0 asks openai/gpt-5.2"])
            ),
            .unknown(
                "an include cannot be read",
                .modelRoutes,
                routes(around: .unknown(.notPermitted("models.json5 cannot be read")))
            ),
            .notApplicable("no OpenClaw"),
        ]
    )

    /// The gateway has no key of a model.
    static let keepModelKeysFromGateway = Control(
        .guard,
        "keep-model-keys-from-gateway",
        title: "The gateway has no key of a model",
        fault: "The gateway has keys of models",
        rationale:
            "What the gateway's process holds, an agent, a plugin or a skill gets at. A key that only the guard has pays for nothing "
            + "but what goes through the guard.",
        severity: .low,
        references: [Reference("CWE-522"), Reference("nacre: docs/guard.md")],
        expects: [.none(.modelRoutes, where: Field.modelKeys.isSet, "the gateway has no key of a model")],
        fix: .manual(
            "`sudo nacre secrets migrate`, then `sudo nacre guard enrol --all`; keys that nothing asks for stay until you remove them",
            because: "The keys move to the guard when agents are enrolled with it."
        ),
        examples: [
            .compliant("placeholders alone", .modelRoutes, routes()),
            .drifted("a key by reference", .modelRoutes, routes(keys: ["models.providers.anthropic.apiKey"])),
            .unknown("a database is locked", .modelRoutes, routes(keys: .unknown(.notStated("it is locked")))),
            .notApplicable("no OpenClaw"),
        ]
    )

    /// Agents run inside OpenClaw, so that the guard sees what tools they want.
    static let useEmbeddedRuntime = Control(
        .guard,
        "use-embedded-runtime",
        title: "Agents run in OpenClaw's own runtime",
        fault: "Agents run in programs whose tools nobody sees",
        rationale:
            "A command line of a vendor, the Codex harness or an agent by ACP asks its models and runs its tools by itself: neither "
            + "OpenClaw's policies nor the guard see what it does.",
        severity: .medium,
        references: [Reference("OpenClaw: CLI backends"), Reference("OpenClaw: ACP agents")],
        expects: [.none(.modelRoutes, where: Field.hiddenRuntimes.isSet, "no agent runs in a program of others")],
        fix: .manual(
            "take the setting out, and give the agent a model by an API: `openclaw models set PROVIDER/MODEL`",
            because: "The program may be why the agent was set up."
        ),
        examples: [
            .compliant("OpenClaw's own", .modelRoutes, routes()),
            .drifted(
                "a command line of a vendor",
                .modelRoutes,
                routes(runtimes: ["agents.defaults.model.primary runs the agent by claude-cli"])
            ),
            .unknown(
                "an include cannot be read",
                .modelRoutes,
                routes(runtimes: .unknown(.notPermitted("agents.json5 cannot be read")))
            ),
            .notApplicable("no OpenClaw"),
        ]
    )

    private static func routes(around: Value = .unset, runtimes: Value = .unset, keys: Value = .unset) -> Record {
        Record("/home/claw/.openclaw", [.routesAround: around, .hiddenRuntimes: runtimes, .modelKeys: keys])
    }
}
