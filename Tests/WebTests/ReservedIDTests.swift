import DatabaseAccess
import Hummingbird
import Records
import ReferenceModel
import TestSupport
import Testing

@testable import Web

/// Ids whose pages would have no address.
@Suite struct ReservedIDTests {
  /// Ids that do not come from records: of a custom report, a job, a token.
  private static let ownIDs = ["{report}", "{job}", "{key}"]

  /// Fixed path components in positions where other routes have the id of a record.
  @Test func `Every word that a route has in place of an id is reserved`() {
    let routes = Routes.all.map { $0.path.description.split(separator: "/").map(String.init) }
    var words: Set<String> = []
    for route in routes {
      for other in routes {
        for (place, (word, id)) in zip(route, other).enumerated()
        where route[..<place] == other[..<place] && Self.isParameter(id) && !Self.ownIDs.contains(id)
          && !Self.isParameter(word)
        {
          words.insert(word)
        }
      }
    }
    #expect(words.isSuperset(of: ["download", "new"]))
    #expect(words.subtracting(ReservedID.words) == [])
  }

  private static func isParameter(_ component: String) -> Bool {
    component.utf8.first == UInt8(ascii: "{")
  }

  @Test func `The API refuses a reserved id of any kind, and other faults as before`() async throws {
    let site = try await TestSite()
    let program = try await site.program(of: "owner")
    let before = try await site.store.dump(without: ["tokens"])
    for kind in RecordKind.all where kind.field(named: "id") != nil {
      for id in ReservedID.words {
        let answer = try await program.post(
          "/api/v1/records/\(kind.name)", "{\"id\":\"\(id)\"}", type: "application/json")
        answer.expectProblem(400, "bad_records", "\(kind.name) \(id)")
        #expect(answer.text.contains("is a reserved word"))
      }
      let other = try await program.post("/api/v1/records/\(kind.name)", "{\"id\":\"New\"}", type: "application/json")
      other.expectProblem(422, "bad_records", "\(kind.name)")
    }
    #expect(try await site.store.dump(without: ["tokens"]) == before)
  }

  @Test func `A record that has one from before is opened, changed and named`() async throws {
    let site = try await TestSite()
    _ = try await site.store.database.write { session in
      try session.run("UPDATE users SET id = 'new' WHERE id = 'inside'")
    }
    let program = try await site.program(of: "owner")
    #expect(try await program.get("/api/v1/users/new/statistics").status == 200)
    let relation = "{\"user\":\"new\",\"manager\":\"owner\"}"
    #expect(try await program.post("/api/v1/records/managers", relation, type: "application/json").status == 200)
  }
}
