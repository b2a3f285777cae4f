// Programs, paths, their sessions and enrolments.

extension RecordKind {
  package static let programs = RecordKind(
    "programs", "An ordered list of blocks, which users complete in program sessions.",
    example: """
      id,name
      p1,Onboarding
      """, fields: idAndName)

  package static let paths = RecordKind(
    "paths", "An ordered list of steps, which users complete in path sessions.",
    example: """
      id,name
      pa1,Certified nurse
      """, fields: idAndName)

  package static let programBlocks = RecordKind(
    "program_blocks", "One block of a program: a course, an assessment or a classroom.", key: ["program", "position"],
    example: """
      program,position,kind,item,mandatory
      p1,1,course,c1,true
      p1,2,classroom,cl1,false
      """,
    fields: [
      .required("program", .reference("programs"), "The program."),
      .required("position", .number(minimum: 1), "Its place in the program."),
      .required("kind", .choice(["course", "assessment", "classroom"]), "What the block is."),
      .required("item", .item(kindField: "kind", kinds: blockItems), "The course, assessment or classroom."),
      mandatory,
    ])

  package static let pathSteps = RecordKind(
    "path_steps", "One step of a path: a course, an assessment, a classroom or a program session.",
    key: ["path", "position"],
    example: """
      path,position,kind,item,min_score,attempts_limit,due_after_days
      pa1,1,program,ps1,,,30
      pa1,2,course,c1,80,3,60
      """,
    fields: [
      .required("path", .reference("paths"), "The path."),
      .required("position", .number(minimum: 1), "Its place in the path."),
      .required("kind", .choice(["course", "assessment", "classroom", "program"]), "What the step is."),
      .required(
        "item", .item(kindField: "kind", kinds: blockItems.merging(["program": ["program_sessions"]]) { a, _ in a }),
        "The course, assessment, classroom or program session."),
      mandatory,
      .optional("min_score", .percentage, "The score that the step requires. Empty: none."),
      .optional(
        "attempts_limit", .number(minimum: 1), "The attempts that a user has to reach `min_score`. Empty: any number."),
      .optional(
        "due_after_days", .number(minimum: 0),
        "Days from the enrolment, or the session's start if that is later, until it is due. Empty: never due."),
    ])

  private static let mandatory = Field.optional(
    "mandatory", .boolean, default: .integer(1), "Whether progress depends on it.")

  private static let blockItems = [
    "course": ["courses"], "assessment": ["assessments"], "classroom": ["classrooms"],
  ]

  package static let programSessions = RecordKind(
    "program_sessions", "A run of a program that users enrol in.",
    example: """
      id,program,name,created_at,starts_at,ends_at,instructors
      ps1,p1,Onboarding spring,2026-01-20T09:00:00Z,2026-02-01T00:00:00Z,2026-12-31T23:00:00Z,u1
      """, fields: sessionFields(of: "program"))

  package static let pathSessions = RecordKind(
    "path_sessions", "A run of a path that users enrol in.",
    example: """
      id,path,name,created_at,starts_at
      pas1,pa1,Nurses 2026,2026-01-20T09:00:00Z,2026-02-01T00:00:00Z
      """, fields: sessionFields(of: "path"))

  private static func sessionFields(of course: String) -> [Field] {
    [
      .id,
      .required(course, .reference(course + "s"), "The \(course) that it runs."),
      .required("name", .text, "The name on pages and in files."),
      .required(
        "created_at", .instant,
        "When it was created. A user's program sessions are listed newest first; for path sessions it has no effect."),
      .optional("starts_at", .instant, "When it opens."),
      .optional("ends_at", .instant, "When it ends."),
      .optional("instructors", .list("users"), "Users who see the session's participants on its page."),
    ]
  }

  package static let enrolments = RecordKind(
    "enrolments", "A user's participation in a program session or path session.",
    key: ["kind", "session", "user", "origin", "group"],
    example: """
      kind,session,user,origin,group,enrolled_at
      program,ps1,u2,group,ward3,2026-02-01T08:00:00Z
      path,pas1,u2,individual,,2026-02-01T08:00:00Z
      """,
    fields: [
      .required("kind", .choice(["program", "path"]), "Which kind of session it is."),
      .required(
        "session",
        .item(kindField: "kind", kinds: ["program": ["program_sessions"], "path": ["path_sessions"]]),
        "The session."),
      .required("user", .reference("users"), "The participant."),
      .required(
        "origin", .choice(["individual", "group", "self"]),
        "How the user was enrolled. `individual` and `group` are assignments, `self` is not."),
      .optional("group", .reference("groups"), "The group that was enrolled; only with the origin `group`."),
      .required("enrolled_at", .instant, "When the user was enrolled."),
      .optional("unenrolled_at", .end, "When the enrolment ended. Empty: it is open."),
    ], checking: ["origin", "group"]
  ) { row in
    !row["group"].isNone && row["origin"] != .text("group")
      ? row.fault("group", "is only allowed with the origin `group`; leave it empty") : nil
  }
}
