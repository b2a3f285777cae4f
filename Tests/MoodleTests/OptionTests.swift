import Foundation
import Testing

@testable import Moodle

/// The options of moodle.md §1, on a real site.
@Suite struct OptionTests {
  private let folder = Tables.root.appending(path: "site-5.0/tables")

  @Test func `Suspended users are deleted or current`() async throws {
    let deleted = try await MappedSite(folder)
    #expect(deleted.only("users", "id=moodle:u9")?.contains("deleted_at=2026-11-30T00:09:54Z") == true)
    let current = try await MappedSite(folder) { $0.deletesSuspended = false }
    #expect(current.only("users", "id=moodle:u9")?.contains("deleted_at") == false)
    #expect(current.only("memberships", "group=moodle:site  user=moodle:u9")?.contains("until") == false)
  }

  @Test func `Course groups become groups under the category of the course`() async throws {
    let site = try await MappedSite(folder) { $0.hasCourseGroups = true }
    #expect(site.only("groups", "id=moodle:grp1")?.contains("name=Team red  parent=moodle:cat3") == true)
    #expect(site.only("memberships", "group=moodle:grp1")?.contains("user=moodle:u3  role=learner") == true)
  }

  @Test func `Results are all, those of activities with a passing grade, or none`() async throws {
    let passing = try await MappedSite(folder) { $0.results = .pass }
    #expect(passing["assessment_results"].count == 3 && passing["assessments"].count == 1)
    let none = try await MappedSite(folder) { $0.results = .none }
    #expect(none["assessment_results"] == [] && none["assessments"].count == 1)
    #expect(none["answers"].count == 13 && none["attempts"].contains { $0.contains("score=3089") })
  }

  @Test func `Log events before a day are not read`() async throws {
    let site = try await MappedSite(folder) { $0.logStart = RecordSet.now + 106_000 }
    // 100 s of the log and 930.5 s of the SCORM clock.
    #expect(site.only("attempts", "id=moodle:c2  user=moodle:u3")?.contains("time_spent=1030") == true)
    #expect(site.only("attempts", "id=moodle:c3") == nil)
  }

  @Test func `The idle limit is the longest gap that counts`() async throws {
    let site = try await MappedSite(folder) { $0.time = .gaps(idle: 599) }
    #expect(site.only("attempts", "id=moodle:c2  user=moodle:u3")?.contains("time_spent=1330") == true)
  }

  @Test func `A role without an archetype is ignored with a note, unless it gets one`() async throws {
    var tables = try Tables.reading(folder)
    let whole = try await MappedSite(tables)
    for index in tables["role"].indices where tables["role"][index]["shortname"] == "manager" {
      tables["role"][index]["archetype"] = ""
    }
    let without = try await MappedSite(tables)
    #expect(without.only("memberships", "role=admin") == nil && whole.only("memberships", "role=admin") != nil)
    #expect(
      without.notes.contains { $0.hasPrefix("role 1: manager has no archetype, so its 1 assignments are ignored") })
    let with = try await MappedSite(tables) { $0.archetypes = ["manager": "manager", "student": "guest"] }
    #expect(with.records.records == whole.records.records && with.notes == whole.notes)
  }

  @Test func `With its address, a site writes identities`() async throws {
    let site = try await MappedSite(folder) { $0.wwwroot = "https://moodle.example.com" }
    #expect(site["identities"].count == 9)
    #expect(site.only("identities", "user=moodle:u10  kind=account  value=https://moodle.example.com 10") != nil)
  }

  @Test func `Profile fields with a date follow the zone`() async throws {
    let site = try await MappedSite(folder) { $0.zone = TimeZone(identifier: "America/New_York") }
    #expect(site.only("users", "id=moodle:u3")?.contains("custom:moodle:hired=2019-12-31") == true)
  }

  @Test func `A site joins a platform that the store has`() async throws {
    let owned = try await MappedSite(folder) { $0.platform = .init(group: "acme", owner: "boss") }
    #expect(owned.only("groups", "id=moodle:site")?.contains("parent=acme") == true)
    #expect(owned.only("memberships", "user=moodle:u2  role=admin")?.contains("group=moodle:site") == true)
    #expect(owned.only("memberships", "role=owner") == nil)
    let ownerless = try await MappedSite(folder) { $0.platform = .init(group: "acme") }
    #expect(ownerless.only("memberships", "role=owner") == "group=acme  user=moodle:u2  role=owner")
    let known = try await MappedSite(folder) { $0.platform = .init(owner: "moodle:u2") }
    #expect(known.only("memberships", "role=owner") == "group=moodle:site  user=moodle:u2  role=owner")
  }

  @Test func `A source name begins every id`() async throws {
    let site = try await MappedSite(folder) { $0.source = "campus" }
    #expect(site.only("users", "id=campus:u10")?.contains("email=u10@campus.invalid") == true)
    #expect(!site.records.records.values.joined().contains { $0.contains("moodle:") })
  }

  @Test func `Missing optional tables are empty, and a short log lifetime is noted`() async throws {
    var tables = try Tables.reading(folder)
    tables["config_plugins"] = [
      ["plugin": "logstore_standard", "name": "loglifetime", "value": "120"],
      ["plugin": "tool_log", "name": "enabled_stores", "value": "logstore_database"],
    ]
    let site = try await MappedSite(tables, without: Set(MoodleTable.all.filter(\.isOptional).map(\.name)))
    #expect(site.notes.contains("logs begin 2027-01-16: loglifetime is 120 days"))
    #expect(site.notes.contains { $0.hasPrefix("the standard log store is not enabled") })
    #expect(site["assessments"].count == 1 && site["answers"].count == 13)
  }
}
