package import Access
import Calendar
package import DatabaseAccess
import Records
package import Statistics

/// Figures and trends of groups, users or sessions next to each other; each is a *Summary* over the viewer's users.
package struct Comparison: Sendable {
  package let items: [Item]
  /// Keys of the users, if users are compared.
  package let users: [Int]

  package struct Item: Sendable {
    /// Its id, name and what tells it from others.
    package let choice: Choice
    package let numbers: PeriodFigures
  }

  /// - Throws: `AccessDenied.notFound` if one of them does not exist or the viewer may not choose it; `BadFilter`.
  package init(_ query: ComparisonQuery, for viewer: Viewer, _ session: any SQLSession) throws {
    items = try Self.choices(query, for: viewer, session).map { choice in
      Item(
        choice: choice,
        numbers: try PeriodFigures(
          query.filters(choice.id), over: query.period, for: viewer, at: query.moment, session))
    }
    users =
      query.kind == .user
      ? try session.all("SELECT key FROM users WHERE id \(anyOf: query.ids) ORDER BY key") { $0.integer(at: 0) } : []
  }

  /// The things with their names, in the order of the query.
  private static func choices(
    _ query: ComparisonQuery, for viewer: Viewer, _ session: any SQLSession
  ) throws -> [Choice] {
    let found =
      switch query.kind {
      case .group: try Choices(.openGroups, for: viewer).named(query.ids, session)
      case .user: try ReportChoices.users(query.ids, for: viewer, session)
      case .session: try Choices(.sessions, for: viewer).named(query.ids, session)
      }
    return try query.ids.map { id in
      guard let choice = found.first(where: { $0.id.equalsBytes(of: id) }) else { throw AccessDenied.notFound }
      return choice
    }
  }
}
