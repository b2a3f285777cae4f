import Foundation
import Testing

@testable import DemoPlatform

@Suite("The rules of records.md hold", .serialized)
struct RuleTests {
  static let sizes = [20, 120, 500, 2100]

  private static let keys: [String: [String]] = [
    "managers": ["user", "manager"], "memberships": ["group", "user", "role"],
    "program_blocks": ["program", "position"],
    "path_steps": ["path", "position"], "attendances": ["slot", "user"],
    "enrolments": ["kind", "session", "user", "origin", "group"],
  ]

  private static let references: [(String, String, String)] = [
    ("users", "invited_by", "users"), ("managers", "user", "users"), ("managers", "manager", "users"),
    ("groups", "parent", "groups"), ("memberships", "group", "groups"), ("memberships", "user", "users"),
    ("courses", "author", "users"), ("courses", "co_authors", "users"), ("courses", "group", "groups"),
    ("courses", "duplicate_of", "courses"), ("courses", "published_by", "users"), ("questions", "course", "courses"),
    ("questions", "tags", "tags"), ("assessments", "tags", "tags"), ("classroom_slots", "classroom", "classrooms"),
    ("program_blocks", "program", "programs"), ("program_sessions", "program", "programs"),
    ("program_sessions", "instructors", "users"), ("path_steps", "path", "paths"), ("path_sessions", "path", "paths"),
    ("path_sessions", "instructors", "users"), ("enrolments", "user", "users"), ("enrolments", "group", "groups"),
    ("attempts", "user", "users"), ("attempts", "course", "courses"),
    ("attempts", "program_session", "program_sessions"),
    ("attempts", "path_session", "path_sessions"), ("answers", "user", "users"), ("answers", "question", "questions"),
    ("answers", "attempt", "attempts"), ("assessment_results", "user", "users"),
    ("assessment_results", "assessor", "users"),
    ("assessment_results", "assessment", "assessments"), ("assessment_results", "program_session", "program_sessions"),
    ("assessment_results", "path_session", "path_sessions"), ("attendances", "slot", "classroom_slots"),
    ("attendances", "user", "users"), ("attendances", "program_session", "program_sessions"),
    ("attendances", "path_session", "path_sessions"), ("certificates", "user", "users"),
    ("certificates", "program_session", "program_sessions"), ("certificates", "path_session", "path_sessions"),
    ("posts", "author", "users"), ("posts", "reply_to", "posts"), ("reactions", "user", "users"),
    ("reactions", "post", "posts"), ("reactions", "course", "courses"),
  ]

  @Test("Rows are as wide as their header, and keys are unique", arguments: sizes)
  func keys(_ users: Int) throws {
    let world = try World(users: users, attemptsPerUser: 4)
    for kind in World.kinds {
      let table = world[kind]
      #expect(table.rows.allSatisfy { $0.count == table.header.count })
      let columns = (RuleTests.keys[kind] ?? ["id"]).map(table.index)
      #expect(Set(table.rows.map { row in columns.map { row[$0] } }).count == table.rows.count, "\(kind)")
      guard table.header.contains("id") else { continue }
      #expect(
        table["id"].allSatisfy {
          (1...128).contains($0.count) && $0.allSatisfy { $0.isLetter || $0.isNumber || "-_".contains($0) }
        })
    }
  }

  @Test("Every reference names a record, and no list names one twice", arguments: sizes)
  func references(_ users: Int) throws {
    let world = try World(users: users, attemptsPerUser: 4)
    for (kind, column, target) in RuleTests.references {
      let ids = Set(world[target]["id"])
      for cell in world[kind][column] {
        let names = cell.split(separator: "|").map(String.init)
        #expect(Set(names).count == names.count && names.allSatisfy(ids.contains), "\(kind).\(column): \(cell)")
      }
    }
    try chosenReferences(world)
  }

  /// References whose kind is in another column.
  private func chosenReferences(_ world: World) throws {
    let ids = { (kind: String) in Set(world[kind]["id"]) }
    let items = [
      "course": ids("courses"), "assessment": ids("assessments"), "classroom": ids("classrooms"),
      "program": ids("program_sessions"),
    ]
    for cells in world["program_blocks"]["kind", "item"] + world["path_steps"]["kind", "item"] {
      #expect(items[cells[0]]!.contains(cells[1]))
    }
    let sessions = ["program": ids("program_sessions"), "path": ids("path_sessions")]
    for cells in world["enrolments"]["kind", "session"] { #expect(sessions[cells[0]]!.contains(cells[1])) }
    let places = [
      "group": ids("groups"), "session": ids("program_sessions").union(ids("path_sessions")), "profile": ids("users"),
      "course": ids("courses"), "path": ids("paths"),
    ]
    for cells in world["posts"]["place", "place_id"] {
      #expect(!cells[1].isEmpty && places[cells[0]]?.contains(cells[1]) != false)
    }
  }

  @Test("E-mail addresses are unique among those who are not deleted", arguments: sizes + [12_000])
  func emails(_ users: Int) throws {
    let world = try World(users: users, attemptsPerUser: 0, reading: ["users"])
    let emails = world["users"]["email", "deleted_at"].filter { $0[1].isEmpty }.map { $0[0] }
    #expect(Set(emails).count == emails.count)
  }

  @Test("One group is the platform, and every group leads to it", arguments: sizes + [20_000])
  func tree(_ users: Int) throws {
    let world = try World(users: users, attemptsPerUser: 0, reading: ["groups"])
    let parents = Dictionary(uniqueKeysWithValues: world["groups"]["id", "parent"].map { ($0[0], $0[1]) })
    #expect(parents.values.count { $0.isEmpty } == 1)
    for group in parents.keys {
      var depth = 0
      var above = group
      while let parent = parents[above], !parent.isEmpty, depth < 32 { (above, depth) = (parent, depth + 1) }
      #expect(depth < (users < 2000 ? 4 : 7))
    }
  }

  @Test("Owners are owners of the platform, one of them now; nobody manages themself or above", arguments: sizes)
  func roles(_ users: Int) throws {
    let world = try World(users: users, attemptsPerUser: 1, reading: ["memberships", "managers"])
    let owners = world["memberships"]["group", "role", "until"].filter { $0[1] == "owner" }
    #expect(owners.allSatisfy { $0[0] == "g0" } && owners.count { $0[2].isEmpty } == 1)
    // Managers have smaller numbers than their reports, so there is no cycle either.
    for cells in world["managers"]["user", "manager"] where Int(cells[1].dropFirst())! < 10 || users > 90 {
      #expect(Int(cells[0].dropFirst())! > Int(cells[1].dropFirst())!)
    }
  }

  @Test("The memberships of deleted users are closed, if they say so, by the deletion")
  func deletion() throws {
    let world = try World.middle.get()
    let deleted = Dictionary(uniqueKeysWithValues: world["users"]["id", "deleted_at"].map { ($0[0], seconds($0[1])) })
    #expect(deleted.values.count { $0 != nil } > 10)
    var closed = 0
    for cells in world["memberships"]["user", "since", "until"] {
      guard let until = seconds(cells[2]) else { continue }
      #expect(seconds(cells[1])! <= until && until <= World.now)
      if let end = deleted[cells[0]]! {
        #expect(until <= end)
        closed += until == end ? 1 : 0
      }
    }
    #expect(closed > 5)
  }
}
