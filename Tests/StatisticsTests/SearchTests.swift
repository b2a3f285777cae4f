import Access
import DatabaseAccess
import Records
import Store
import Testing
import TestSupport

@testable import Statistics

/// The results of a search, and the order of names (`sources.md` §5).
@Suite struct SearchTests {
  private static let people = [
    ("own", "Olga", "Owner", "owner@example.org"),
    ("u1", "Łukasz", "Wałęsa", "p1@example.com"), ("u2", "Søren", "Ødegård", "p2@example.com"),
    ("u3", "Đorđe", "Đurić", "p3@example.com"), ("u4", "Işıl", "Yıldız", "p4@example.com"),
    ("u5", "Sean", "O’Brien", "p5@example.com"), ("u6", "小龍", "李", "p6@example.com"),
    ("u7", "Anna-Maria", "Zoll", "anna-maria@example.com"), ("u8", "Ann", "Vogt", "josé@example.com"),
    ("u9", "철수", "김", "p9@example.com"), ("u10", "Xenia", "X", "x@example.com"), ("u11", "Max", "Wz", "wz@example.com"),
    ("u12", "太郎", "山田", "p12@example.com"), ("u13", "100%", "a_b\\c", "p13@example.com"),
  ]

  static func store() async throws -> TestStore {
    try await TestStore([
      "users": "id,email,first_name,last_name,created_at\n"
        + people.map { "\($0),\($3),\($1),\($2),2025-01-01T00:00:00Z\n" }.joined(),
      "groups": "id,name\nroot,Platform\n", "memberships": "group,user,role\nroot,own,owner\n",
      "tags": "id,name\nt1,Łódź – Straße\nt2,Tag-Team\n",
    ])
  }

  private func found(_ search: String, _ store: TestStore) async throws -> [String] {
    try await store.database.read { session in
      var population = Population(.theirUsers(of: try #require(try Viewer(id: "own", session))))
      population.search = search
      return try population.first(100, session)
    }
  }

  @Test(arguments: [
    ("walesa", ["u1"]), ("WALESA lukasz", ["u1"]), ("Wałęsa", ["u1"]), ("odegard", ["u2"]), ("soren odegard", ["u2"]),
    ("ødegård søren", ["u2"]), ("duric", ["u3"]), ("dorde", ["u3"]), ("yildiz", ["u4"]), ("YILDIZ ISIL", ["u4"]),
    ("o'brien", ["u5"]), ("o‘brien", ["u5"]), ("oʼbrien sean", ["u5"]), ("Brien, Sean", ["u5"]), ("李小龍", ["u6"]),
    ("小龍李", ["u6"]), ("小龍 李", ["u6"]), ("李\u{3000}小龍", ["u6"]), ("龍李小", []), ("김철수", ["u9"]), ("철수김", ["u9"]),
    ("山田太郎", ["u12"]), ("太郎山田", ["u12"]), ("田太", ["u12"]), ("anna maria", ["u7"]), ("anna-maria zoll", ["u7"]),
    ("zoll,anna  maria", ["u7"]), ("maria anna", ["u7"]), ("anna‐maria", ["u7"]), ("zollanna", []),
    ("maria zo", ["u7"]),
    ("josé@example", ["u8"]), ("JOSÉ@", ["u8"]), ("anna-maria@example.com", ["u7"]), ("p6@example 李", ["u6"]),
    ("xenia vogt", []),
    ("%", ["u13"]), ("a_b", ["u13"]), ("b\\c", ["u13"]), ("0_", []), ("zzz", []),
  ])
  func `A search finds its words in any order, whatever the letters`(search: String, expected: [String]) async throws {
    #expect(try await found(search, try await Self.store()) == expected)
  }

  @Test(arguments: ["", " ", "-", ",", " - , ", "\u{3000}", "\u{301}"])
  func `A search without a word is none`(search: String) async throws {
    #expect(try await found(search, try await Self.store()).count == Self.people.count)
  }

  @Test func `A search of the greatest length is answered`() async throws {
    let store = try await Self.store()
    let words = (0..<100).map { String(Unicode.Scalar(0x61 + UInt32($0))!) }.joined(separator: " ")
    for search in [words, String(repeating: "\u{FDFA}", count: 200), String(repeating: "李 ", count: 100)] {
      #expect(try await found(search, store) == (search.hasPrefix("李") ? ["u6"] : []))
    }
  }

  @Test func `Letters sort where they are looked for`() async throws {
    let sorted = try await found("", try await Self.store())
    let wanted = ["u13", "u3", "u5", "u2", "own", "u8", "u1", "u11", "u10", "u4", "u7", "u9", "u12", "u6"]
    #expect(sorted == wanted)
  }

  @Test(arguments: [("lodz", ["t1"]), ("strasse łódź", ["t1"]), ("team tag", ["t2"]), ("lodz team", [])])
  func `Things are found alike`(search: String, expected: [String]) async throws {
    let keys = SearchWords(search)?.condition(onNames: ["t.name_key"]) ?? "true"
    let store = try await Self.store()
    let found = try await store.database.read { session in
      try session.all("SELECT t.id FROM tags AS t WHERE \(sql: keys)") { $0.text(at: 0) }
    }
    #expect(found == expected)
  }
}
