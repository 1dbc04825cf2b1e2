import Catalog
import Documents
import Testing

@testable import Reports

@Suite struct CauseTests {
    @Test func `JSON says the cause of what could not be determined`() {
        let json = SampleReport.model().json.document
        #expect(json.contains(#""cause": "not-running""#) || json.contains(#""cause":"not-running""#), "\(json)")
    }
}
