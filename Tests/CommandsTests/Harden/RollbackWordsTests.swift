import Testing

@testable import Commands

/// Undoing the move of SSH closes the port that its owner is used to.
@Suite struct RollbackWordsTests {
    @Test func `who undoes the move of SSH is told that its port is gone`() {
        #expect(Rollback.login(undoing: [2222]).contains("2222 no longer answers"))
        #expect(Rollback.login(undoing: []) == "ssh …")
    }
}
