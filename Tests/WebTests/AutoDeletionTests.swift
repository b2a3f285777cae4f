import Calendar
import DatabaseAccess
import Foundation
import Mail
import Spreadsheets
import Testing
import TestSupport
import Web

/// Users who are deleted automatically, at 00:00 of a day in the platform's zone.
@Suite struct AutoDeletionTests {
  /// A platform in Berlin whose user `inside` has a deletion date.
  private struct World {
    let site: TestSite
    let letters = Letters()
    let clock: TestSite.Clock

    init(end: String, beginning: String) async throws {
      let clock = TestSite.Clock()
      clock.pass(try #require(Instant.seconds(beginning)) - clock.now)
      self.clock = clock
      let letters = letters
      func change(_ settings: inout SiteSettings) {
        settings.style = SpreadsheetStyle(zone: TimeZone(identifier: "Europe/Berlin")!)
        settings.timeZoneName = "Europe/Berlin"
        settings.now = { clock.now }
        settings.machineNow = { clock.now }
        settings.autoDeletionPause = .milliseconds(1)
      }
      site = try await TestSite.withWorkers(post: letters, change: change)
      try await site.store.load([
        "users": "id,email,first_name,last_name,created_at,auto_delete_on\n"
          + "inside,inside@x.org,Inside,Person,2025-06-01T00:00:00Z,\(end)\n"
      ])
    }

    var isDeleted: Bool {
      get async throws { try await site.store.row("users", ["id": "inside"])?["deleted_at"] != .null }
    }

    /// Waits for one round, or until it has happened.
    func wait(until happened: () async throws -> Bool) async throws {
      for _ in 0..<100 {
        if try await happened() { return }
        try await Task.sleep(for: .milliseconds(20))
      }
    }

    func round() async throws { try await Task.sleep(for: .milliseconds(300)) }
  }

  /// Two days on which the clocks of Berlin change, and one on which they do not.
  @Test(arguments: [
    ("2026-06-10", "2026-06-08T22:00:00Z", "2026-06-09T22:00:00Z"),
    ("2026-03-30", "2026-03-28T22:00:00Z", "2026-03-29T22:00:00Z"),
    ("2026-10-26", "2026-10-24T23:00:00Z", "2026-10-25T23:00:00Z"),
  ]) func `A letter comes 24 hours before, and the deletion at 00:00`(
    end: String, letter: String, midnight: String
  ) async throws {
    let (letterAt, midnightAt) = (try #require(Instant.seconds(letter)), try #require(Instant.seconds(midnight)))
    let world = try await World(end: end, beginning: Instant.text(letterAt - 7_200))
    try await world.round()
    world.clock.pass(7_199)
    try await world.round()
    #expect(world.letters.recipients == [])
    world.clock.pass(1)
    let text = try await world.letters.latest(to: "inside@x.org").text
    #expect(text.contains("at 00:00 on \(end.split(separator: "-").reversed().joined(separator: "/")) (Europe/Berlin)"))
    world.clock.pass(midnightAt - 1 - world.clock.now)
    try await world.round()
    #expect(try await world.isDeleted == false)
    world.clock.pass(1)
    try await world.wait { try await world.isDeleted }
    #expect(try await world.site.store.row("users", ["id": "inside"])?["deleted_at"] == .integer(midnightAt))
    let open = try await world.site.store.rows("memberships").filter {
      $0["user_key"] == .text("inside") && $0["until"] == .null
    }
    #expect(open == [])
    #expect(world.letters.recipients == ["inside@x.org"])
    #expect(try await world.site.store.differences() == [])
  }

  @Test func `Days that were missed are caught up, and a date that had passed before stays a word of the records`()
    async throws
  {
    let world = try await World(end: "2026-06-10", beginning: "2026-06-01T12:00:00Z")
    try await world.wait { try await world.site.store.rows("auto_deletion_days").count == 1 }
    try await world.site.store.load([
      "users": "id,email,first_name,last_name,created_at,auto_delete_on\n"
        + "outside,outside@x.org,Outside,Person,2025-06-01T00:00:00Z,2026-05-01\n"
        + "owner,owner@x.org,Owner,Person,2025-06-01T00:00:00Z,2026-06-10\n"
    ])
    world.clock.pass(30 * 86_400)
    try await world.wait { try await world.isDeleted }
    #expect(try await world.isDeleted)
    for user in ["outside", "owner"] {
      #expect(try await world.site.store.row("users", ["id": user])?["deleted_at"] == .null, "\(user)")
    }
  }

  @Test func `Who has another date by then is neither told nor deleted`() async throws {
    let world = try await World(end: "2026-06-10", beginning: "2026-06-07T12:00:00Z")
    let owner = try await world.site.browser(of: "owner")
    #expect(try await owner.change("inside", [("auto_delete_on", "2027-06-10")]).status == 303)
    world.clock.pass(5 * 86_400)
    try await world.round()
    #expect(try await world.isDeleted == false)
    #expect(world.letters.recipients == [])
  }
}
