import Access
package import DatabaseAccess

/// What every signed-in user may see of another user: the author card or the learner card (`statistics.md`, *Public
/// statistics*).
package struct PublicCard: Sendable {
  package let key: Int
  package let id: String
  package let name: String
  package let kind: Kind
  package let figures: [Figure]

  package struct Figure: Sendable {
    package let statistic: Statistic
    package let value: Cell
  }

  package enum Kind: String, Sendable {
    case author, learner

    /// The statistics of the full card, in order.
    package var statistics: [Statistic] {
      switch self {
      case .author: [.courseViews, .courseCommentsReceived, .averageReactionScore, .publishedCourses]
      case .learner: [.recentCompletions, .commentsReceived, .reactionsReceived, .recentTrainingTime]
      }
    }

    /// The statistics of the hover card.
    package var onHover: [Statistic] {
      switch self {
      case .author: [.courseViews]
      case .learner: [.commentsReceived, .reactionsReceived]
      }
    }
  }

  /// - Parameter isHover: compute only the statistics of the hover card.
  /// - Throws: `AccessDenied.notFound`, for a deleted user as for an unknown id.
  package init(id: String, isHover: Bool = false, now: Int, _ session: any SQLSession) throws {
    let found = try session.first(
      """
      SELECT p.key, p.id, p.first_name, p.last_name,
        CASE WHEN EXISTS (SELECT 1 FROM memberships AS m WHERE m.user_key = p.key AND m.until IS NULL
          AND m.role IN ('owner', 'admin', 'author')) THEN 1 ELSE 0 END
      FROM users AS p WHERE p.id = \(id) AND p.deleted_at IS NULL
      """
    ) { row in
      let name = "\(row.text(at: 2)) \(row.text(at: 3))"
      return (key: row.integer(at: 0), id: row.text(at: 1), name: name, kind: row.flag(4) ? Kind.author : .learner)
    }
    guard let found else { throw AccessDenied.notFound }
    (key, self.id, name, kind) = (found.key, found.id, found.name, found.kind)
    let wanted = isHover ? found.kind.onHover : found.kind.statistics
    let window = Period.last90Days(before: now)
    let values =
      switch found.kind {
      case .author: try AuthorSummary(found.key, window, session).values(wanted)
      case .learner: try LearnerSummary(user: found.key, window: window, session: session).values(wanted)
      }
    figures = wanted.map { Figure(statistic: $0, value: values[$0] ?? .count(0)) }
  }
}
