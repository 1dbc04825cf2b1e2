public import Hardening

/// The life of one generation: what is to be done about it when something happens.
///
/// Nothing is done here. Its state is what the journal says. Each action writes there what it did, so that whoever comes
/// next, be it after a crash or a boot, begins with that.
public struct Lifecycle: Sendable {
    let about: Generation.About
    let progress: Progress
    /// Whether a step of it was begun.
    let hasBegun: Bool

    public init(_ generation: Generation) {
        about = generation.about
        // Once it was confirmed that others are taken back, they stay so: the last thing written of it means its own end.
        let takesBackForGood = generation.about.reverts != nil && generation.entries.contains(.confirming)
        let isAtItsEnd = takesBackForGood && generation.progress == .rollingBack
        progress = isAtItsEnd ? .confirming : generation.progress
        hasBegun = !generation.entries.isEmpty
    }

    /// Something that happens to a generation.
    public enum Event: Sendable {
        /// The switch looks at it, as it does every few seconds and once after a boot.
        case looked(now: Int, boot: String, applierIsAlive: Bool)
        /// The server boots, and no daemon runs yet.
        case bootedBeforeDaemons
        /// Nobody else changes the server any more; where it is `due`, why it is undone.
        case locked(due: RollbackCause?)
        /// A step of applying, confirming or taking back failed.
        case stepFailed(String)
        /// Somebody confirms it from a login.
        case login(Observation, hasSSH: Bool)
        /// Another change is about to begin.
        case anotherChange(applierIsAlive: Bool)
        /// Somebody locks openclaw.json again.
        case lockAsked
        /// Somebody undoes it; where `atOnce`, for good.
        case rollbackAsked(atOnce: Bool)
    }

    /// What is to be done about it.
    public enum Action: Equatable, Sendable {
        /// Nothing, for now.
        case wait
        /// Nothing but to say that it was looked at, where that was asked.
        case answerLook
        /// What is due once nobody else changes the server: whoever does is ended for it.
        case lock(evicting: RollbackCause)
        /// What was interrupted is finished, unless somebody is at it.
        case lockIfFree
        case rollBack(because: RollbackCause)
        /// Files alone, before daemons read them.
        case rollBackFiles
        /// It gets its final state, which is verified.
        case confirm
        /// It had been confirmed, and gets its final state without being asked again.
        case finishConfirming
        case finishRollingBack
        /// A change that takes it back is made, and waits for a confirmation of its own.
        case revert
        /// Nothing is left to do for it: others may begin, and the switch goes.
        case release
        case refuse(Refused.Why)
    }

    public func handle(_ event: Event) -> Action {
        switch event {
        case .looked(let now, let boot, let isAlive): looked(now, boot, isAlive)
        case .bootedBeforeDaemons: bootedBeforeDaemons
        case .locked(let due): locked(due)
        case .stepFailed(let why): progress.isSettled ? .wait : .rollBack(because: .failed(why))
        case .login(let session, let hasSSH): confirmed(by: session, hasSSH)
        case .anotherChange(let isAlive): beforeAnother(isAlive)
        case .lockAsked:
            about.lifts == true && !progress.isSettled
                ? .rollBack(because: .lockedAgain) : .refuse(.nothingLifted)
        case .rollbackAsked(let isAtOnce): undone(isAtOnce)
        }
    }
}

extension Lifecycle {
    private func looked(_ now: Int, _ boot: String, _ applierIsAlive: Bool) -> Action {
        switch progress {
        case .confirmed, .rolledBack: return .release
        case .confirming, .rollingBack: return .lockIfFree
        case .applying, .unconfirmed:
            if about.boot != boot { return .lock(evicting: .restarted) }
            if progress == .applying, !applierIsAlive {
                return .lock(evicting: .applierGone)
            }
            guard now >= about.deadline else { return .answerLook }
            return .lock(evicting: about.lifts == true ? .timeOver : .notConfirmed)
        }
    }

    private var bootedBeforeDaemons: Action {
        switch progress {
        case .applying, .unconfirmed, .rollingBack: .rollBackFiles
        // It was confirmed, and its files are to stay.
        case .confirming, .confirmed, .rolledBack: .wait
        }
    }

    /// It may have been confirmed, or settled, while the lock was waited for.
    private func locked(_ due: RollbackCause?) -> Action {
        switch (progress, due) {
        case (.applying, let due?), (.unconfirmed, let due?): .rollBack(because: due)
        case (.confirming, nil): .finishConfirming
        case (.rollingBack, nil): .finishRollingBack
        default: .wait
        }
    }

    private func confirmed(by session: Observation, _ hasSSH: Bool) -> Action {
        guard progress == .unconfirmed else { return .refuse(.nothingWaits) }
        guard about.lifts != true else { return .refuse(.onlyLifts) }
        if let objection = LoginObjection(to: session, about, hasSSH: hasSSH) {
            return .refuse(.login(objection, hasSSH: hasSSH))
        }
        return .confirm
    }

    private func beforeAnother(_ applierIsAlive: Bool) -> Action {
        if progress.isSettled { return .release }
        if progress == .applying, !hasBegun, !applierIsAlive {
            // It was ended before its first change, maybe before the switch was armed.
            return .rollBack(because: .endedBeforeFirstChange)
        }
        return .refuse(about.lifts == true ? .lifted : .unsettled)
    }

    private func undone(_ isAtOnce: Bool) -> Action {
        switch progress {
        case .rolledBack: .wait
        case .confirmed where !isAtOnce: .revert
        // What was taken back for good cannot come again without its packages.
        case .confirming where about.reverts != nil: .finishConfirming
        case .applying, .unconfirmed, .confirming, .confirmed, .rollingBack: .rollBack(because: .asked)
        }
    }
}
