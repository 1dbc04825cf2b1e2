import Catalog
import Hardening

extension AgentPolicy {
    /// The models the agent may answer with: the first and those it falls back to.
    var models: [String] {
        let model = own["model"].or(root.at("agents.defaults.model"))
        return model.text.map { [$0] } ?? [model["primary"].text].compactMap { $0 } + model["fallbacks"].texts
    }

    var modelDoubt: Unknown? { own["model"].or(root.at("agents.defaults.model")).innerDoubt }

    func models(of tier: ModelTier) -> [String] { models.filter { ModelTier($0) == tier } }
}
