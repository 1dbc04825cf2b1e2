import Foundation
import Testing

@testable import Hardening

/// Profiles that were written down before keys had an age.
struct ProfileAgeTests {
    @Test func `one without an age is read, with the usual one`() throws {
        let whole = try JSONEncoder().encode(Profile.managed)
        var fields = try #require(try JSONSerialization.jsonObject(with: whole) as? [String: Any])
        #expect(fields.removeValue(forKey: "secrets") != nil)
        let profile = try JSONDecoder().decode(Profile.self, from: JSONSerialization.data(withJSONObject: fields))
        var expected = Profile.managed
        expected.secrets.maxAge = 180
        #expect(profile == expected)
        #expect(try JSONDecoder().decode(Profile.self, from: whole) == .managed)
    }
}
