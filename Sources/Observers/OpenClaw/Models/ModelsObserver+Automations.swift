import Catalog
import Documents
import Hardening
import Surface

extension ModelsObserver {
    /// Models that automations name themselves, by the automation.
    ///
    /// They are in the state database since 2026.5 (`job_json` of `cron_jobs`), in a file of jobs before; a job that is off is told as
    /// well, for an agent may turn it on.
    func automations(of installation: Installation) async -> (found: [(name: String, model: String)], doubt: String?) {
        var found: [(name: String, model: String)] = []
        func add(_ job: JSONNode) {
            guard let model = job["payload"]?["model"]?.text, !model.isEmpty else { return }
            found.append((job["name"]?.text ?? job["id"]?.text ?? "without a name", model))
        }
        switch await installations.stateRows("cron_jobs", of: installation) {
        case .absent: break
        case .unreadable(let why): return (found, why.why)
        case .found(let rows):
            for row in rows {
                guard case .text(let text)? = row["job_json"] else { continue }
                guard let job = try? JSONDocument(Array(text.utf8)).root else {
                    return (found, "an automation in the state database is no JSON")
                }
                add(job)
            }
        }
        guard let path = AgentsObserver.jobsFile(of: installation) else {
            return (found, "where cron.store lies on this machine could not be determined")
        }
        switch await surface.file(path) {
        case .absent: break
        case .unreadable(let why): return (found, why.why)
        case .found(let content):
            guard let root = try? JSONDocument(content.bytes).root else { return (found, "\(path) is no JSON") }
            for job in root["jobs"]?.items ?? root.items ?? [] { add(job) }
        }
        return (found, nil)
    }
}
