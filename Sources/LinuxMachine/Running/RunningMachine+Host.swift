public import Hardening
import Observers
import Surface

extension RunningMachine: Host {
    public func look(openclawDirectories: [String], publicNames: [String], keeping kept: [Change]) throws
        -> any PlanningMachine
    {
        let live = try LiveSurface()
        let surface: any Surface = kept.isEmpty ? live : KeptSurface(kept, over: live)
        return LinuxMachine(surface, openclawDirectories: openclawDirectories, publicNames: publicNames)
    }
}

extension LinuxMachine: PlanningMachine {}
