import DatabaseAccess
import Records

/// A user's facts on which the standings depend, in the units of the store.
package struct UserFacts: Sendable {
  package var attempts: [Attempt] = []
  package var answers: [Answer] = []
  package var results: [Result] = []
  package var presences: [Presence] = []
  /// Path sessions in which the user has or had an enrolment.
  package var pathSessions: Set<Int> = []

  package init() {}

  package struct Attempt: Sendable {
    package let id: String
    package let course: Int
    package let programSession: Int?
    package let pathSession: Int?
    package let startedAt: Int
    package let lastActivityAt: Int
    package let timeSpent: Int
    package let progress: Int
    package let score: Int?
    package let completedAt: Int?

    /// The instant of completion, if the attempt is complete (progress 100).
    var completion: Int? { progress == Percentage.whole ? completedAt ?? lastActivityAt : nil }

    /// The order by recency; ids compare by code point.
    func isBefore(_ other: Attempt) -> Bool {
      let (own, others) = ((startedAt, lastActivityAt), (other.startedAt, other.lastActivityAt))
      return own == others ? id.comesBefore(other.id) : own < others
    }
  }

  package struct Answer: Sendable {
    let id: String
    let question: Int
    let answeredAt: Int
    let score: Int?

    /// The order by time; ids compare by code point.
    func isBefore(_ other: Answer) -> Bool {
      answeredAt == other.answeredAt ? id.comesBefore(other.id) : answeredAt < other.answeredAt
    }
  }

  package struct Result: Sendable {
    let id: String
    let assessment: Int
    let programSession: Int?
    let pathSession: Int?
    let assessedAt: Int
    let score: Int?

    /// The order by time; ids compare by code point.
    func isBefore(_ other: Result) -> Bool {
      assessedAt == other.assessedAt ? id.comesBefore(other.id) : assessedAt < other.assessedAt
    }
  }

  /// An attendance with status `present`.
  package struct Presence: Sendable {
    let classroom: Int
    let startsAt: Int
    let programSession: Int?
    let pathSession: Int?
  }
}
