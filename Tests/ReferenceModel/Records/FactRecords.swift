/// A fact that may name a program session and a path session.
package protocol SessionFact: Sendable {
  var programSession: String? { get }
  var pathSession: String? { get }
}

extension SessionFact {
  package func names(_ session: SessionReference) -> Bool {
    switch session {
    case .program(let id): programSession == id
    case .path(let id): pathSession == id
    }
  }
}

extension ReferencePlatform {
  package struct Attempt: SessionFact {
    package let id, user, course: String
    package let programSession, pathSession: String?
    package let startedAt, lastActivityAt, timeSpent, progress: Int
    package let score, completedAt: Int?
    package let language: String?

    init(_ row: Cells) {
      id = row.required("id")
      user = row.required("user")
      course = row.required("course")
      programSession = row["program_session"]
      pathSession = row["path_session"]
      startedAt = row.requiredInstant("started_at")
      lastActivityAt = row.requiredInstant("last_activity_at")
      timeSpent = row.whole("time_spent") ?? 0
      progress = row.hundredths("progress") ?? 0
      score = row.hundredths("score")
      completedAt = row.instant("completed_at")
      language = row["language"]
    }

    /// "A course attempt is completed at progress 100"; completions date from "`completed_at`, or `last_activity_at`
    /// where empty".
    var completionDate: Int? { progress == 10_000 ? completedAt ?? lastActivityAt : nil }

    /// "*Most recent attempt* = greatest (`started_at`, `last_activity_at`, id)."
    func isMoreRecent(than other: Attempt) -> Bool {
      if startedAt != other.startedAt { return startedAt > other.startedAt }
      if lastActivityAt != other.lastActivityAt { return lastActivityAt > other.lastActivityAt }
      return precedesByCodePoint(other.id, id)
    }
  }

  package struct Answer: Sendable {
    package let id, user, question: String
    package let answeredAt: Int
    package let score: Int?
    package let response: String?

    init(_ row: Cells) {
      id = row.required("id")
      user = row.required("user")
      question = row.required("question")
      answeredAt = row.requiredInstant("answered_at")
      score = row.hundredths("score")
      response = row["response"]
    }
  }

  package struct AssessmentResult: SessionFact {
    package let id, user, assessment: String
    package let programSession, pathSession: String?
    package let assessedAt: Int
    package let score: Int?

    init(_ row: Cells) {
      id = row.required("id")
      user = row.required("user")
      assessment = row.required("assessment")
      programSession = row["program_session"]
      pathSession = row["path_session"]
      assessedAt = row.requiredInstant("assessed_at")
      score = row.hundredths("score")
    }

    /// "The latest result, greatest (`assessed_at`, id)."
    func isLater(than other: AssessmentResult) -> Bool {
      assessedAt == other.assessedAt ? precedesByCodePoint(other.id, id) : assessedAt > other.assessedAt
    }
  }

  package struct Attendance: SessionFact {
    package let slot, user: String
    package let isPresent: Bool
    package let programSession, pathSession: String?

    init(_ row: Cells) {
      slot = row.required("slot")
      user = row.required("user")
      isPresent = row.required("status") == "present"
      programSession = row["program_session"]
      pathSession = row["path_session"]
    }
  }

  package struct Certificate: Sendable {
    package let id, user, name, kind: String
    package let pathSession, programSession: String?
    package let deliveredAt: Int
    package let expiresAt: Int?

    init(_ row: Cells) {
      id = row.required("id")
      user = row.required("user")
      name = row.required("name")
      kind = row.required("kind")
      pathSession = row["path_session"]
      programSession = row["program_session"]
      deliveredAt = row.requiredInstant("delivered_at")
      expiresAt = row.instant("expires_at")
    }
  }

  package struct Post: Sendable {
    package let id, author, kind, place: String
    package let placeID, replyTo: String?
    package let createdAt: Int

    init(_ row: Cells) {
      id = row.required("id")
      author = row.required("author")
      kind = row.required("kind")
      place = row.required("place")
      placeID = row["place_id"]
      replyTo = row["reply_to"]
      createdAt = row.requiredInstant("created_at")
    }
  }

  package struct Reaction: Sendable {
    package let id, user, kind: String
    package let post, course: String?
    package let createdAt: Int

    init(_ row: Cells) {
      id = row.required("id")
      user = row.required("user")
      kind = row.required("kind")
      post = row["post"]
      course = row["course"]
      createdAt = row.requiredInstant("created_at")
    }
  }
}
