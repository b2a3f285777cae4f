// Programs, paths, their sessions and enrolments.

extension RecordKind {
  package static let programs = RecordKind("programs", fields: idAndName)
  package static let paths = RecordKind("paths", fields: idAndName)

  package static let programBlocks = RecordKind(
    "program_blocks", key: ["program", "position"],
    fields: [
      .required("program", .reference("programs")),
      .required("position", .number(minimum: 1)),
      .required("kind", .choice(["course", "assessment", "classroom"])),
      .required("item", .item(kindField: "kind", kinds: blockItems)),
      .optional("mandatory", .boolean, default: .integer(1)),
    ])

  package static let pathSteps = RecordKind(
    "path_steps", key: ["path", "position"],
    fields: [
      .required("path", .reference("paths")),
      .required("position", .number(minimum: 1)),
      .required("kind", .choice(["course", "assessment", "classroom", "program"])),
      .required(
        "item", .item(kindField: "kind", kinds: blockItems.merging(["program": ["program_sessions"]]) { a, _ in a })),
      .optional("mandatory", .boolean, default: .integer(1)),
      .optional("min_score", .percentage),
      .optional("attempts_limit", .number(minimum: 1)),
      .optional("due_after_days", .number(minimum: 0)),
    ])

  private static let blockItems = [
    "course": ["courses"], "assessment": ["assessments"], "classroom": ["classrooms"],
  ]

  package static let programSessions = RecordKind("program_sessions", fields: sessionFields(of: "program"))
  package static let pathSessions = RecordKind("path_sessions", fields: sessionFields(of: "path"))

  private static func sessionFields(of course: String) -> [Field] {
    [
      .required("id", .id),
      .required(course, .reference(course + "s")),
      .required("name", .text),
      .required("created_at", .instant),
      .optional("starts_at", .instant),
      .optional("ends_at", .instant),
      .optional("instructors", .list("users")),
    ]
  }

  package static let enrolments = RecordKind(
    "enrolments", key: ["kind", "session", "user", "origin", "group"],
    fields: [
      .required("kind", .choice(["program", "path"])),
      .required(
        "session",
        .item(kindField: "kind", kinds: ["program": ["program_sessions"], "path": ["path_sessions"]])),
      .required("user", .reference("users")),
      .required("origin", .choice(["individual", "group", "self"])),
      .optional("group", .reference("groups")),
      .required("enrolled_at", .instant),
      .optional("unenrolled_at", .end),
    ], checking: ["origin", "group"]
  ) { row in
    !row["group"].isNone && row["origin"] != .text("group")
      ? row.fault("group", "is only allowed with the origin `group`; leave it empty") : nil
  }
}
