import Calendar
import DatabaseAccess
import Testing
import TestSupport

/// Memberships and manager relations are closed, never dropped; when they are opened again, the earlier interval is
/// kept.
@Suite struct HistoryTests {
  private static let days = (1...9).map { "2025-01-0\($0)T00:00:00Z" }

  private func membership(_ since: String, _ until: String) -> [String: String] {
    ["memberships": "group,user,role,since,until\nteam,b,coach,\(since),\(until)\n"]
  }

  private func intervals(_ store: TestStore) async throws -> [[Int]] {
    let rows = try await store.rows("membership_history")
    let intervals = rows.map { row in [row["since"]?.integer ?? 0, row["until"]?.integer ?? 0] }
    return intervals.sorted { $0[1] < $1[1] }
  }

  @Test func `A membership that is opened again keeps every earlier interval`() async throws {
    let (store, days) = (try await TestStore(SmallPlatform.texts), Self.days)
    let course = [
      membership(days[0], ""), membership(days[0], days[1]), membership(days[2], ""), membership(days[2], days[3]),
      membership(days[4], days[5]), membership("", ""),
    ]
    for texts in course {
      try await store.load(texts)
      try await store.load(texts)
    }
    let kept = [[days[0], days[1]], [days[2], days[3]], [days[4], days[5]]].map { $0.map { Instant.seconds($0) ?? 0 } }
    #expect(try await intervals(store) == kept)
    #expect(try await store.row("memberships", ["user_key": "b"])?["until"] == .null)
  }

  @Test func `Closing, and putting an end right, is no new interval`() async throws {
    let (store, days) = (try await TestStore(SmallPlatform.texts), Self.days)
    for texts in [
      membership(days[0], ""), membership(days[0], days[3]), membership(days[0], days[2]), membership(days[1], days[2]),
    ] {
      try await store.load(texts)
    }
    #expect(try await store.rows("membership_history").isEmpty)
  }

  @Test func `A manager relation that is opened again keeps its earlier interval`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    #expect(try await store.row("user_standings", ["id": "b"])?["direct_reports"] == .integer(1))
    try await store.load(["managers": "user,manager,until\na,b,\(Self.days[1])\n"])
    #expect(try await store.row("user_standings", ["id": "b"])?["direct_reports"] == .integer(0))
    try await store.load(["managers": "user,manager,since,until\na,b,\(Self.days[2]),\n"])
    #expect(try await store.row("user_standings", ["id": "b"])?["direct_reports"] == .integer(1))
    let history = try await store.rows("manager_history")
    #expect(history.count == 1 && history[0]["until"] == .integer(1_735_776_000))
    #expect(try await store.differences() == [])
  }

  @Test func `Ownership passes on in one import`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load(["memberships": "group,user,role,until\nroot,o,owner,\(Self.days[0])\nroot,b,owner,\n"])
    #expect(try await store.row("memberships", ["user_key": "b", "role": "owner"])?["until"] == .null)
  }

  @Test func `A deleted user's membership stays readable`() async throws {
    let store = try await TestStore(SmallPlatform.texts)
    try await store.load(["users": SmallPlatform.users("a,a@x.org,Ann,A,\(SmallPlatform.then),2026-01-01T00:00:00Z")])
    #expect(try await store.row("memberships", ["user_key": "a"]) != nil)
    #expect(try await store.row("user_standings", ["id": "a"])?["deleted"] == .integer(1))
    #expect(try await store.differences() == [])
  }
}
