// Facts: attempts, answers, results, attendances, certificates, posts and reactions.

extension RecordKind {
  package static let attempts = RecordKind(
    "attempts", key: ["user", "id"],
    fields: [
      .required("id", .id),
      .required("user", .reference("users")),
      .required("course", .reference("courses")),
      .optional("program_session", .reference("program_sessions")),
      .optional("path_session", .reference("path_sessions")),
      .required("started_at", .instant),
      .required("last_activity_at", .instant),
      .required("time_spent", .duration),
      .required("progress", .percentage),
      .optional("score", .percentage),
      .optional("completed_at", .instant),
      .optional("language", .language),
      withdrawnAt,
    ], checking: ["started_at", "last_activity_at"]
  ) { row in
    guard let start = row["started_at"].integer, let last = row["last_activity_at"].integer, last < start else {
      return nil
    }
    return FieldError(
      field: "last_activity_at", value: Instant.text(last), reason: "is before started_at (\(Instant.text(start)))")
  }

  package static let answers = RecordKind(
    "answers", key: ["user", "id"],
    fields: [
      .required("id", .id),
      .required("user", .reference("users")),
      .required("question", .reference("questions")),
      .optional("attempt", .reference("attempts")),
      .required("answered_at", .instant),
      .optional("response", .text),
      .optional("score", .percentage),
      withdrawnAt,
    ])

  package static let assessmentResults = RecordKind(
    "assessment_results", key: ["user", "id"],
    fields: [
      .required("id", .id),
      .required("user", .reference("users")),
      .required("assessment", .reference("assessments")),
      .optional("program_session", .reference("program_sessions")),
      .optional("path_session", .reference("path_sessions")),
      .required("assessed_at", .instant),
      .optional("assessor", .reference("users")),
      .optional("passed", .boolean),
      .optional("score", .percentage),
      withdrawnAt,
    ])

  package static let attendances = RecordKind(
    "attendances", key: ["user", "slot"],
    fields: [
      .required("slot", .reference("classroom_slots")),
      .required("user", .reference("users")),
      .required("status", .choice(["registered", "present", "absent"])),
      .optional("program_session", .reference("program_sessions")),
      .optional("path_session", .reference("path_sessions")),
      withdrawnAt,
    ])

  package static let certificates = RecordKind(
    "certificates", key: ["user", "id"],
    fields: [
      .required("id", .id),
      .required("user", .reference("users")),
      .required("name", .text),
      .required("kind", .choice(["path", "program", "external"])),
      .optional("path_session", .reference("path_sessions")),
      .optional("program_session", .reference("program_sessions")),
      .required("delivered_at", .instant),
      .optional("expires_at", .instant),
      withdrawnAt,
    ])

  package static let posts = RecordKind(
    "posts",
    fields: [
      .required("id", .id),
      .required("author", .reference("users")),
      .required("kind", .choice(["message", "comment", "correction"])),
      .required(
        "place",
        .choice(["group", "session", "profile", "course", "path", "learning_need", "project"])),
      .optional("place_id", .item(kindField: "place", kinds: places)),
      .optional("reply_to", .reference("posts")),
      .required("created_at", .instant),
      .optional("archived_at", .instant),
      .optional("text", .text),
      withdrawnAt,
    ], checking: ["id", "reply_to"]
  ) { row in
    row["reply_to"] == row["id"] ? row.fault("reply_to", "is the post itself; a post cannot reply to itself") : nil
  }

  /// Learning needs and projects are not records, only ids.
  private static let places = [
    "group": ["groups"], "session": ["program_sessions", "path_sessions"], "profile": ["users"],
    "course": ["courses"], "path": ["paths"],
  ]

  package static let reactions = RecordKind(
    "reactions",
    fields: [
      .required("id", .id),
      .required("user", .reference("users")),
      .required("kind", .choice(["like", "learned", "useful", "outdated", "question", "not_useful"])),
      .optional("post", .reference("posts")),
      .optional("course", .reference("courses")),
      .optional("activity", .id),
      .required("created_at", .instant),
      withdrawnAt,
    ], checking: ["post", "course", "activity"]
  ) { row in
    if row["post"].isNone == row["course"].isNone {
      return row.fault("post", "is not allowed here; give exactly one of `post` and `course`")
    }
    return !row["activity"].isNone && row["course"].isNone
      ? row.fault("activity", "is given without a course; an activity belongs to a course") : nil
  }

  /// When the source withdrew the fact; always the last field. A withdrawn fact is excluded from every statistic.
  private static let withdrawnAt = Field.optional(withdrawal, .instant)
  package static let withdrawal = "withdrawn_at"

  /// Whether a source can withdraw records of this kind.
  package var isWithdrawable: Bool { field(named: Self.withdrawal) != nil }

  /// Whether a record relates two others until it is closed.
  package var isRelation: Bool { self == .managers || self == .memberships || self == .enrolments }

  /// The field that ends a record: it closes a relation or withdraws a fact. Nil for kinds whose records have no end.
  package var end: String? {
    if isWithdrawable { return Self.withdrawal }
    return isRelation ? fields.last?.name : nil
  }
}
