import Catalog

extension RunningMachine {
    /// Something could not be put, or a daemon did not take it over.
    public struct Failure: Error, CustomStringConvertible {
        /// What kind of failure it is; the words are for people, and nothing is told from them.
        public enum Cause: Hashable, Sendable, CaseIterable {
            /// A program, file, unit or daemon that is needed is not there.
            case missing
            /// It could not be looked, or what was asked did not answer.
            case unreadable
            /// A program failed, or a daemon said no.
            case refused
            /// Something did not become so in time.
            case late
            /// Whoever waited was told to stop.
            case cancelled
            /// No error was reported, and it is not so all the same.
            case ineffective
            /// It is, or may be, somebody else's doing, and is left alone.
            case foreign
            /// What was asked for makes no sense here.
            case invalid
        }

        public let cause: Cause
        public let description: String

        init(_ cause: Cause, _ description: String) {
            self.cause = cause
            self.description = description
        }

        /// What could not be determined, in its own words.
        init(_ cause: Cause, _ why: Unknown) { self.init(cause, why.why) }
    }
}
