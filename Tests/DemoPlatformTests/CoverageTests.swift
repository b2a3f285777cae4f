import Testing

@testable import DemoPlatform

@Suite("Everything occurs at 500 users")
struct CoverageTests {
  let world: World

  init() throws { world = try World.middle.get() }

  @Test("Every kind of record has rows", arguments: World.kinds)
  func kind(_ kind: String) {
    #expect(!world[kind].rows.isEmpty)
  }

  @Test("Every column is filled somewhere", arguments: World.kinds)
  func columns(_ kind: String) {
    for column in world[kind].header { #expect(world[kind][column].contains { !$0.isEmpty }, "\(kind).\(column)") }
  }

  static let values: [(String, String, String)] = [
    ("users", "channel", "invitation admin import api self_registration sso scim founder"),
    ("custom_fields", "type", "text date"),
    ("memberships", "role", "learner author coach user_admin admin owner"),
    (
      "questions", "interaction",
      "true-false choice fill-in long-fill-in matching performance sequencing likert numeric other"
    ),
    ("program_blocks", "kind", "course assessment classroom"), ("program_blocks", "mandatory", "true false"),
    ("path_steps", "kind", "course assessment classroom program"), ("path_steps", "mandatory", "true false"),
    ("enrolments", "kind", "program path"), ("enrolments", "origin", "individual group self"),
    ("attendances", "status", "registered present absent"), ("certificates", "kind", "path program external"),
    ("posts", "kind", "message comment correction"),
    ("posts", "place", "group session profile course path learning_need project"),
    ("reactions", "kind", "like learned useful outdated question not_useful"),
  ]

  @Test("Every enumerated value occurs, and no other", arguments: values)
  func value(_ kind: String, _ column: String, _ values: String) {
    #expect(Set(world[kind][column]) == Set(values.split(separator: " ").map(String.init)))
  }

  @Test("What may be left out is left out somewhere")
  func optional() {
    let optional: [(String, [String])] = [
      (
        "users",
        ["title", "additional_information", "language", "time_zone", "invited_by", "auto_delete_on", "deleted_at"]
      ),
      ("memberships", ["until"]), ("managers", ["since", "until"]), ("groups", ["parent"]),
      (
        "courses",
        ["co_authors", "group", "duplicate_of", "published_at", "published_by", "archived_at", "url"]
      ),
      ("questions", ["course", "choices", "correct", "tags"]), ("assessments", ["tags"]),
      ("classroom_slots", ["ends_at"]),
      ("program_sessions", ["starts_at", "ends_at", "instructors"]), ("path_sessions", ["ends_at", "instructors"]),
      ("path_steps", ["min_score", "attempts_limit", "due_after_days"]), ("enrolments", ["group", "unenrolled_at"]),
      ("attempts", ["program_session", "path_session", "score", "completed_at", "language"]),
      ("answers", ["attempt", "score"]), ("assessment_results", ["program_session", "assessor", "passed", "score"]),
      ("attendances", ["program_session", "path_session"]), ("certificates", ["expires_at"]),
      ("posts", ["reply_to", "archived_at"]),
    ]
    for (kind, columns) in optional {
      for column in columns { #expect(world[kind][column].contains(""), "\(kind).\(column)") }
    }
  }

  @Test("Names come in many scripts, and e-mail addresses in ASCII under example.com")
  func names() {
    let letters = world["users"]["first_name"].joined().unicodeScalars
    for script in [
      0x100...0x17F, 0x370...0x3FF, 0x400...0x4FF, 0x600...0x6FF, 0x900...0x97F, 0x4E00...0x9FFF, 0xAC00...0xD7A3,
    ] {
      #expect(letters.contains { script.contains(Int($0.value)) })
    }
    for email in world["users"]["email"] {
      #expect(email.utf8.allSatisfy { $0 < 128 } && email == email.lowercased() && email.hasSuffix("@example.com"))
    }
  }

  @Test("Learning is skewed: some people never start, some do very much")
  func skew() {
    let counts = Dictionary(world["attempts"]["user"].map { ($0, 1) }, uniquingKeysWith: +).values.sorted()
    #expect(counts.count < 495)
    #expect(counts.last! > counts[counts.count / 2] * 5)
  }

  @Test("The average user has about as many attempts as was asked for", arguments: [20.0, 60])
  func attempts(_ wanted: Double) throws {
    let count = try World(users: 400, seed: 3, attemptsPerUser: wanted, reading: ["attempts"])["attempts"].rows.count
    #expect((0.75...1.35).contains(Double(count) / 400 / wanted), "\(count)")
  }
}
