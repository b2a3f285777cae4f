import Accounts
import Calendar
import DatabaseAccess
import Foundation
import TestSupport
import Testing

/// Several servers with one store: automatic tasks run once.
@Suite struct OnceTests {
  private static let count = 20

  /// As many concurrent rounds as there would be servers.
  private func rounds(_ store: TestStore, at now: Int, isMailed: Bool = true) async throws {
    let time = LocalTime(.gmt)
    let periodicTasks = (0..<6).map { _ in
      AutoDeletion(store.database, time, now: { now }, machineNow: { now }, isMailed: isMailed, pause: .zero)
    }
    try await withThrowingTaskGroup { group in
      for chore in periodicTasks { group.addTask { try await chore.run() } }
      try await group.waitForAll()
    }
  }

  @Test func `Of several servers one deletes each whose day has come, and one letter goes to each before`() async throws
  {
    let then = "2025-06-01T00:00:00Z"
    let store = try await TestStore([
      "users": "id,email,first_name,last_name,created_at,auto_delete_on\nowner,owner@x.org,O,O,\(then),\n"
        + (0..<Self.count).map { "u\($0),u\($0)@x.org,U,U,\(then),2026-03-16\n" }.joined(),
      "groups": "id,name\nroot,Platform\n",
      "memberships": "group,user,role\nroot,owner,owner\n"
        + (0..<Self.count).map { "root,u\($0),learner\n" }.joined(),
    ])
    try await rounds(store, at: FixedClock.now)
    try await rounds(store, at: FixedClock.now)
    let letters = try await store.rows("letters")
    #expect(letters.count == Self.count && Set(letters.compactMap { $0["user_key"]?.text }).count == Self.count)
    #expect(try await store.rows("auto_deletion_days").count == 1)
    let midnight = try #require(Instant.seconds("2026-03-16T00:00:00Z"))
    try await rounds(store, at: midnight)
    try await rounds(store, at: midnight + 60)
    let deleted = try await store.rows("users").filter { $0["deleted_at"] == .integer(midnight) }
    #expect(deleted.count == Self.count)
    let notes = try await store.rows("audit_log")
    #expect(notes.count == Self.count && Set(notes.compactMap { $0["subject_key"]?.text }).count == Self.count)
    #expect(notes.allSatisfy { $0["action"] == .text("member.auto-delete") && $0["viewer_key"] == .null })
    #expect(try await store.rows("letters").count == Self.count)
    #expect(try await store.differences() == [])
  }
}
