import Hardening

/// What is sealed of a generation: its plan, and the profile that it was made by.
struct SealedPlan: Codable {
    let plan: Plan
    /// None where the store is older, or a version of Nacre wrote it whose profiles have other values.
    ///
    /// Undoing needs the plan alone, and must not be kept from it by a profile.
    let profile: Profile?

    init(_ generation: Generation) { (plan, profile) = (generation.plan, generation.profile) }

    private enum Key: CodingKey { case plan, settings }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        // Older ones are the plan itself.
        guard values.contains(.plan) else {
            plan = try Plan(from: decoder)
            profile = nil
            return
        }
        plan = try values.decode(Plan.self, forKey: .plan)
        profile = try? values.decodeIfPresent(Profile.self, forKey: .settings)
    }

    func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(plan, forKey: .plan)
        try values.encodeIfPresent(profile, forKey: .settings)
    }
}
