import Access
import Calendar
import DatabaseAccess
import Foundation
import Import
import Records
import ReferenceModel
import Testing
import TestSupport

@testable import Statistics

/// A search through the index finds the same users as a plain comparison of every user, however many they are.
@Suite struct SearchIndexTests {
  private struct Person {
    let id: String
    var first: String
    var last: String
    var email: String
    var isDeleted = false
  }

  private static let pieces = [
    "an", "na", "mar", "ia", "o’", "ß", "Ł", "é", "e\u{301}", "İ", "ı", "ﬁ", "李", "小龍", "山田", "김", "철수", "か\u{3099}",
    "-", " ", ",", "%", "_", "\\", "\"", "'", "*", "NEAR", "AND", "(", ")", ":", "^", "+", "{", "\u{200D}", "𝔸", "😀",
    "Ⴀ",
  ]

  private static func text(_ random: inout SplitMix64, _ count: ClosedRange<Int>) -> String {
    (0..<random.whole(in: count)).map { _ in random.pick(pieces) }.joined()
  }

  private static func name(_ random: inout SplitMix64) -> String {
    "x" + text(&random, 1...4) + random.pick(["y", "ö"])
  }

  private static func people(_ random: inout SplitMix64, _ count: Int) -> [Person] {
    (0..<count).map { number in
      let local = random.pick(["anna", "josé", "mar.ia", "o'neill", "a_b", "100%", "near"])
      return Person(
        id: "u\(number)", first: name(&random), last: name(&random), email: "\(local)\(number)@example.com",
        isDeleted: random.chance(10))
    }
  }

  private static func quoted(_ cell: String) -> String {
    let scalars = cell.unicodeScalars.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
    return "\"\(String(String.UnicodeScalarView(scalars)))\""
  }

  private static func csv(_ people: [Person]) -> String {
    let then = "2025-01-01T00:00:00Z"
    let rows = people.map { person in
      let cells = [person.id, person.email, person.first, person.last, then, person.isDeleted ? then : ""]
      return cells.map(quoted).joined(separator: ",") + "\n"
    }
    return "id,email,first_name,last_name,created_at,deleted_at\n" + rows.joined()
  }

  /// Searches for parts of names and addresses, pieces in any order, and what no one has.
  private static func searches(_ random: inout SplitMix64, _ people: [Person]) -> [String] {
    (0..<60).map { _ in
      switch random.whole(in: 0...4) {
      case 0: return text(&random, 1...3)
      case 1: return "\(text(&random, 1...2)) \(text(&random, 1...2))"
      default:
        let person = random.pick(people)
        let whole = random.pick([
          person.first, person.last, person.email, person.last + person.first, "\(person.last) \(person.first)",
          person.first.uppercased(),
        ])
        let scalars = Array(whole.unicodeScalars)
        let start = random.whole(in: 0...scalars.count - 1)
        let part = scalars[start...].prefix(random.whole(in: 1...8))
        return String(String.UnicodeScalarView(part))
      }
    }
  }

  // The plain comparison (sources.md §5, decision 0045).

  private static func words(_ text: String) -> [String] {
    text.unicodeScalars.split { scalar in
      scalar.properties.isWhitespace || scalar.properties.isDash || ",،、，﹐".unicodeScalars.contains(scalar)
    }.map(String.init)
  }

  private static func finds(_ search: String, _ person: Person) -> Bool {
    let (first, last) = (sortKey(person.first), sortKey(person.last))
    return words(search).allSatisfy { word in
      let keys = words(sortKey(word))
      if keys.isEmpty { return true }
      let inNames = keys.allSatisfy { key in
        let isWrittenTogether = key.unicodeScalars.contains {
          (0x1100...0x11FF).contains($0.value) || (0x2E80...0x9FFF).contains($0.value)
        }
        let texts = [first, last, person.email] + (isWrittenTogether ? [first + last, last + first] : [])
        return texts.contains { $0.containsBytes(of: key) }
      }
      let lowered = word.precomposedStringWithCanonicalMapping.lowercased()
      return inNames || person.email.containsBytes(of: lowered)
    }
  }

  /// What a list shows of a search, read with these limits; nil reads every user, as reports do.
  private func found(
    _ search: String, few: Int?, deleted: Bool = false, _ store: TestStore
  ) async throws -> (ids: Set<String>, count: UserList.Count) {
    try await store.database.read { session in
      let owner = try #require(try Viewer(id: "own", session))
      var population = Population(.theirUsers(of: owner), tab: deleted ? .deleted : .current)
      population.search = search
      if let few { try population.narrow(bySearch: session, few: few, many: few * 3) }
      let list = UserList(.users, population, at: Moment(0, in: .utc), limit: 500)
      return (Set(try list.page(session).rows.map(\.person.id)), try list.count(session, upTo: 10))
    }
  }

  private func compare(_ search: String, _ people: [Person], _ store: TestStore) async throws {
    for isDeleted in [false, true] {
      let expected = people.filter { $0.isDeleted == isDeleted && Self.finds(search, $0) }.map(\.id)
      for few in [nil, 1_000, 20, 2] {
        let found = try await found(search, few: few, deleted: isDeleted, store)
        #expect(found.ids == Set(expected), "\(search.debugDescription) \(few ?? 0)")
        let isExact = found.count == .exactly(expected.count)
        #expect(isExact || few != nil && expected.count > 10 && found.count == .moreThan(10), "\(search) \(few ?? 0)")
      }
    }
  }

  /// Whether the index holds exactly the current words of all users.
  private func checkIndex(_ store: TestStore) async throws {
    guard store.database.dialect.name == "sqlite" else { return }
    try await store.database.write { session in
      _ = try session.run("INSERT INTO user_search (user_search, rank) VALUES ('integrity-check', 1)")
    }
  }

  @Test(arguments: [UInt64](1...4))
  func `It agrees with a plain comparison, before and after users change`(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    var people = Self.people(&random, 120)
    people.append(Person(id: "own", first: "Olga", last: "Owner", email: "owner@example.org"))
    let store = try await TestStore([
      "users": Self.csv(people), "groups": "id,name\nroot,Platform\n",
      "memberships": "group,user,role\nroot,own,owner\n",
    ])
    try await checkIndex(store)
    for search in Self.searches(&random, people) { try await compare(search, people, store) }
    for index in people.indices.dropLast() where random.chance(40) {
      if random.chance(50) { people[index].first = Self.name(&random) }
      if random.chance(50) { people[index].email = "new\(index)@example.com" }
      people[index].isDeleted = random.chance(20)
    }
    people += Self.people(&random, 20).map {
      Person(id: "n" + $0.id, first: $0.first, last: $0.last, email: "n" + $0.email, isDeleted: $0.isDeleted)
    }
    try await store.load(["users": Self.csv(people)])
    try await checkIndex(store)
    for search in Self.searches(&random, people) { try await compare(search, people, store) }
    try await Rebuild.run(store.database, batch: 50)
    try await checkIndex(store)
    for search in Self.searches(&random, people).prefix(30) { try await compare(search, people, store) }
  }

  @Test func `Users who join a new store one by one are found`() async throws {
    let store = try await TestStore(["users": Self.csv([Person(id: "own", first: "O", last: "O", email: "o@x.org")])])
    try await store.load(["groups": "id,name\nroot,Platform\n", "memberships": "group,user,role\nroot,own,owner\n"])
    try await store.load(["users": Self.csv([Person(id: "a", first: "Anna", last: "Zoll", email: "anna@x.org")])])
    #expect(try await found("anna", few: 10, store).ids == ["a"])
    try await store.load(["users": Self.csv([Person(id: "a", first: "Berta", last: "Zoll", email: "anna@x.org")])])
    #expect(try await found("berta", few: 10, store).ids == ["a"])
    try await checkIndex(store)
  }

  @Test(.enabled(if: TestServer.address != nil))
  func `On PostgreSQL the index serves the condition`() async throws {
    let store = try await TestStore(.postgres)
    let words = try #require(SearchWords("María GONZÁLEZ"))
    let scans = try await store.database.read { session in
      for way in ["seqscan", "indexscan", "indexonlyscan"] { try session.run("SET LOCAL enable_\(raw: way) = off") }
      let condition = words.necessaryCondition(onUser: "u")
      _ = try session.all("SELECT u.id FROM user_standings AS u WHERE \(sql: condition)") { $0.text(at: 0) }
      return try session.number("SELECT pg_stat_get_xact_numscans('user_standings_words'::regclass)")
    }
    #expect(scans == 2, "one for each word")
  }
}
