import Foundation
import ReferenceModel

/// The rules of records.md that a records folder must keep, checked row by row.
struct RecordRules {
  private let folder: String
  private let now: Int

  init(folder: String, now: Int) throws {
    self.folder = folder
    self.now = now
  }

  /// Describes violated rules; empty if there are none.
  func broken() throws -> [String] {
    try brokenKeys() + brokenReferences() + brokenPlatform() + brokenEnds() + brokenFacts()
  }

  private func records(_ kind: String) throws -> [[String: String]] {
    let path = "\(folder)/\(kind).csv"
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return CommaSeparated.records(of: try String(contentsOfFile: path, encoding: .utf8))
  }

  private static let keys = [
    "identities": ["kind", "value"], "managers": ["user", "manager"], "memberships": ["group", "user", "role"],
    "program_blocks": ["program", "position"],
    "path_steps": ["path", "position"], "enrolments": ["kind", "session", "user", "origin", "group"],
    "attempts": ["user", "id"], "answers": ["user", "id"], "assessment_results": ["user", "id"],
    "attendances": ["slot", "user"], "certificates": ["user", "id"],
  ]
  private static let kindsWithID = [
    "users", "custom_fields", "groups", "courses", "activities", "tags", "questions", "assessments", "classrooms",
    "classroom_slots", "programs", "program_sessions", "paths", "path_sessions", "posts", "reactions",
  ]

  private func brokenKeys() throws -> [String] {
    let keys = Self.keys.merging(Self.kindsWithID.map { ($0, ["id"]) }) { $1 }
    return try keys.filter { kind, columns in
      let rows = try records(kind).map { row in columns.map { row[$0] ?? "" } }
      return Set(rows).count != rows.count
    }.map { "a key of \($0.key) stands twice" }
  }

  private static let references: [(kind: String, column: String, target: String)] = [
    ("users", "invited_by", "users"), ("identities", "user", "users"), ("managers", "user", "users"),
    ("managers", "manager", "users"),
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
    ("assessment_results", "user", "users"), ("assessment_results", "assessment", "assessments"),
    ("assessment_results", "program_session", "program_sessions"),
    ("assessment_results", "path_session", "path_sessions"), ("assessment_results", "assessor", "users"),
    ("attendances", "slot", "classroom_slots"), ("attendances", "user", "users"),
    ("attendances", "program_session", "program_sessions"), ("attendances", "path_session", "path_sessions"),
    ("certificates", "user", "users"), ("certificates", "path_session", "path_sessions"),
    ("certificates", "program_session", "program_sessions"), ("posts", "author", "users"),
    ("posts", "reply_to", "posts"), ("reactions", "user", "users"), ("reactions", "post", "posts"),
    ("reactions", "course", "courses"),
  ]

  private func brokenReferences() throws -> [String] {
    try Self.references.flatMap { kind, column, target in
      let known = Set(try records(target).compactMap { $0["id"] })
      return try records(kind).flatMap { $0[column]?.split(separator: "|").map(String.init) ?? [] }
        .filter { !known.contains($0) }.map { "\(kind).\(column): no such id \($0)" }
    }
  }

  private func brokenPlatform() throws -> [String] {
    let tops = try records("groups").filter { $0["parent"] == nil }.compactMap { $0["id"] }
    let owners = try records("memberships").filter { $0["role"] == "owner" }
    let emails = try records("users").filter { $0["deleted_at"] == nil }
      .compactMap { $0["email"]?.trimmingCharacters(in: .whitespaces).lowercased() }
    let rules = [
      (tops.count == 1, "one platform group"),
      (owners.allSatisfy { $0["group"] == tops.first }, "owners in the platform group alone"),
      (owners.filter { $0["until"] == nil }.count == 1, "one open owner"),
      (Set(emails).count == emails.count, "unique e-mail addresses"),
      (try records("managers").allSatisfy { $0["user"] != $0["manager"] }, "nobody manages themself"),
    ]
    return rules.filter { !$0.0 }.map(\.1)
  }

  /// "An end more than 24 h after now is refused."
  private func brokenEnds() throws -> [String] {
    let ends = [
      ("users", "deleted_at"), ("memberships", "until"), ("managers", "until"), ("enrolments", "unenrolled_at"),
      ("posts", "archived_at"), ("courses", "archived_at"),
    ]
    return try ends.flatMap { kind, column in
      try records(kind).compactMap { $0[column] }.filter { Instants.seconds($0) > now + 86_400 }
        .map { "\(kind).\(column): \($0) is to come" }
    }
  }

  private func brokenFacts() throws -> [String] {
    let posts = Dictionary(uniqueKeysWithValues: try records("posts").map { ($0["id"] ?? "", $0) })
    let backwards = try records("attempts").filter { row in
      Instants.seconds(row["last_activity_at"] ?? "") < Instants.seconds(row["started_at"] ?? "")
    }
    let strayReplies = posts.values.filter { post in
      guard let parent = post["reply_to"].flatMap({ posts[$0] }) else { return false }
      return ["kind", "place", "place_id"].contains { post[$0] != parent[$0] }
    }
    let undecided = try records("reactions").filter { ($0["post"] == nil) == ($0["course"] == nil) }
    let misplaced = try records("enrolments").filter { $0["group"] != nil && $0["origin"] != "group" }
    return backwards.map { "an attempt ends before it begins: \($0)" }
      + strayReplies.map { "a reply is elsewhere than its post: \($0)" }
      + undecided.map { "a reaction is on both or on nothing: \($0)" }
      + misplaced.map { "an enrolment has a group and another origin: \($0)" }
  }
}
