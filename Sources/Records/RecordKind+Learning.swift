import Calendar

// Facts of learning: attempts, answers, results, attendances and certificates.

extension RecordKind {
  package static let attempts = RecordKind(
    "attempts", "One time that a user plays a course. It is completed at progress 100.", key: ["user", "id"],
    example: """
      id,user,course,program_session,started_at,last_activity_at,time_spent,progress,score
      a1,u2,c1,ps1,2026-02-10T14:00:00Z,2026-02-10T14:25:00Z,1500,100,87.5
      """,
    fields: [
      factID, user,
      .required("course", .reference("courses"), "The course."),
      programSession, pathSession,
      .required("started_at", .instant, "When it began; the most recent attempt is the one that began last."),
      .required(
        "last_activity_at", .instant, "When it was last active, not before `started_at`; the date of its time spent."),
      .required("time_spent", .duration, "The time spent in this attempt."),
      .required("progress", .percentage, "How much of the course is done."),
      .optional("score", .percentage, "Empty: the attempt is not scored."),
      .optional("completed_at", .instant, "When it was completed. Empty: at `last_activity_at`, if progress is 100."),
      .optional("language", .language, "The language in which it was played."),
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
    "answers", "A user's response to a question.", key: ["user", "id"],
    example: """
      id,user,question,attempt,answered_at,response,score
      an1,u2,q1,a1,2026-02-10T14:12:00Z,b,100
      """,
    fields: [
      factID, user,
      .required("question", .reference("questions"), "The question."),
      .optional("attempt", .reference("attempts"), "The attempt, by the same user, in which it was answered."),
      .required("answered_at", .instant, "When it was answered."),
      .optional("response", .text, "The response, as an xAPI response string."),
      .optional("score", .percentage, "Empty: not scored, or waiting for correction."),
      withdrawnAt,
    ])

  package static let assessmentResults = RecordKind(
    "assessment_results", "The result of a user in an assessment.", key: ["user", "id"],
    example: """
      id,user,assessment,program_session,assessed_at,assessor,passed,score
      r1,u2,as1,ps1,2026-02-21T10:00:00Z,u1,true,90
      """,
    fields: [
      factID, user,
      .required("assessment", .reference("assessments"), "The assessment."),
      programSession, pathSession,
      .required("assessed_at", .instant, "When it was assessed."),
      .optional("assessor", .reference("users"), "The user who assessed it."),
      .optional("passed", .boolean, "Whether the user passed; for information only."),
      .optional("score", .percentage, "Empty: without a score, such as pass or fail."),
      withdrawnAt,
    ])

  package static let attendances = RecordKind(
    "attendances", "A user's registration for a slot of a classroom, and whether the user was there.",
    key: ["user", "slot"],
    example: """
      slot,user,status,program_session
      sl1,u2,present,ps1
      """,
    fields: [
      .required("slot", .reference("classroom_slots"), "The slot."),
      user,
      .required("status", .choice(["registered", "present", "absent"]), "A classroom is attended if it is `present`."),
      programSession, pathSession, withdrawnAt,
    ])

  package static let certificates = RecordKind(
    "certificates", "A certificate that a user has obtained.", key: ["user", "id"],
    example: """
      id,user,name,kind,path_session,delivered_at,expires_at
      ce1,u2,Certified nurse,path,pas1,2026-02-22T09:00:00Z,2028-02-22T09:00:00Z
      """,
    fields: [
      factID, user,
      .required("name", .text, "The name on pages and in files."),
      .required("kind", .choice(["path", "program", "external"]), "What it was obtained for."),
      .optional("path_session", .reference("path_sessions"), "The path session, if its kind is `path`."),
      .optional("program_session", .reference("program_sessions"), "The program session, if its kind is `program`."),
      .required("delivered_at", .instant, "When it was delivered."),
      .optional("expires_at", .instant, "When it expires. Empty: never."),
      withdrawnAt,
    ])

  private static let factID = Field.required("id", .id, "Unique among the user's records of this kind.")
  private static let user = Field.required("user", .reference("users"), "The user.")
  private static let programSession = Field.optional(
    "program_session", .reference("program_sessions"), "The program session in which it happened. Empty: in none.")
  private static let pathSession = Field.optional(
    "path_session", .reference("path_sessions"), "The path session in which it happened. Empty: in none.")
}
