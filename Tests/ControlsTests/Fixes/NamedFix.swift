import Controls
import Hardening

/// The fix of a control that ships, asked by the control's id.
struct NamedFix {
    let control: Control.ID
    let needs: Set<Resource>
    let answer: @Sendable (Snapshot) -> Fix.Answer
}

extension ControlList {
    static func fixes(for profile: Profile) -> [NamedFix] {
        controls(for: profile).map { control in
            NamedFix(control: control.id, needs: control.fix.needs) {
                control.fix.answer(Fault(control, profile, on: $0))
            }
        }
    }
}
