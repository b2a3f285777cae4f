package import Access
package import DatabaseAccess
import Records

/// An option in a filter or a form.
package struct Choice: Sendable, Equatable {
  package let id: String
  package let title: String
  package let detail: String?

  package init(id: String, title: String, detail: String? = nil) {
    self.id = id
    self.title = title
    self.detail = detail
  }
}

/// The options that a viewer may choose: searched by name, a few at a time, since a platform may have thousands.
package struct Choices: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Groups in which the viewer is coach or administrator; all groups if the viewer sees everybody.
    case groups
    /// Groups in which the viewer may open and close memberships.
    case memberGroups = "member-groups"
    /// Groups whose page the viewer may open.
    case openGroups = "open-groups"
    /// Sessions in which users visible to the viewer are or were enrolled: `program:ID` or `path:ID`.
    case sessions
  }

  package struct Found: Sendable {
    package let choices: [Choice]
    /// Whether more match than were returned.
    package let hasMore: Bool
  }

  /// The maximum number returned at once.
  package static let limit = 20

  private let kind: Kind
  private let viewer: Viewer

  package init(_ kind: Kind, for viewer: Viewer) {
    self.kind = kind
    self.viewer = viewer
  }

  /// The first, by name, that match all words of the text; nil matches all.
  package func matching(_ text: String?, _ session: any SQLSession) throws -> Found {
    let words = SearchWords(text)
    let found: [Choice] =
      switch kind {
      case .groups, .memberGroups, .openGroups:
        try groups(words?.condition(onNames: ["g.name_key"]) ?? "true", limit: Self.limit + 1, session)
      case .sessions:
        try ["program", "path"].flatMap { type in
          let condition = words?.condition(onNames: ["s.name_key", "t.name_key"])
          return try sessions(type, condition ?? "true", limit: Self.limit + 1, session)
        }
      }
    return Found(choices: Array(Self.inOrder(found).prefix(Self.limit)), hasMore: found.count > Self.limit)
  }

  /// Those of the ids that the viewer may choose, by name.
  package func named(_ ids: [String], _ session: any SQLSession) throws -> [Choice] {
    if ids.isEmpty { return [] }
    switch kind {
    case .groups, .memberGroups, .openGroups: return Self.inOrder(try groups("g.id \(anyOf: ids)", limit: nil, session))
    case .sessions:
      return Self.inOrder(
        try ["program", "path"].flatMap { type in
          let own = ids.filter { $0.startsWithBytes(of: "\(type):") }.map {
            String(decoding: $0.utf8.dropFirst(type.utf8.count + 1), as: UTF8.self)
          }
          return own.isEmpty ? [] : try sessions(type, "s.id \(anyOf: own)", limit: nil, session)
        })
    }
  }

  private static func inOrder(_ choices: [Choice]) -> [Choice] {
    choices.map { (choice: $0, key: sortKey($0.title)) }.sorted { a, b in
      a.key.utf8.elementsEqual(b.key.utf8) ? a.choice.id.comesBefore(b.choice.id) : a.key.comesBefore(b.key)
    }.map(\.choice)
  }
}

extension Choices {
  private var givenGroups: SQLText {
    switch kind {
    case .groups: "g.key IN (\(sql: Scope.theirUsers(of: viewer).groupColumns))"
    case .openGroups:
      "g.key IN (SELECT t.key FROM groups AS t WHERE \(sql: EntityAccess(.group, of: viewer).condition))"
    case .memberGroups, .sessions: MemberAccess(of: viewer).givesIn
    }
  }

  /// Groups with the same name also show their parent's name, as in files: `NAME (PARENT)`.
  private func groups(_ condition: SQLText, limit: Int?, _ session: any SQLSession) throws -> [Choice] {
    let found = try session.all(
      """
      SELECT g.id, g.name, p.name FROM groups AS g LEFT JOIN groups AS p ON p.id = g.parent
      WHERE \(sql: condition) AND \(sql: givenGroups) ORDER BY g.name_key, g.id \(sql: limit.map { "LIMIT \($0)" } ?? "")
      """
    ) { (id: $0.text(at: 0), name: GroupName($0.text(at: 1), parent: $0.text(2))) }
    let shared = try GroupName.shared(found.map(\.name), where: givenGroups, session)
    return found.map { Choice(id: $0.id, title: $0.name.title(shared)) }
  }

  private func sessions(
    _ type: String, _ condition: SQLText, limit: Int?, _ session: any SQLSession
  ) throws -> [Choice] {
    let scope = Scope.theirUsers(of: viewer)
    let enrolled: SQLText =
      scope.isEverybody
      ? "true"
      : """
      s.key IN (SELECT DISTINCT e.\(raw: type)_session_key FROM enrolments AS e WHERE \(sql: scope.holds("e.user_key")))
      """
    return try session.all(
      """
      SELECT s.id, s.name, t.name FROM \(raw: type)_sessions AS s JOIN \(raw: type)s AS t ON t.key = s.\(raw: type)_key
      WHERE \(sql: condition) AND \(sql: enrolled) ORDER BY s.name_key, s.id \(sql: limit.map { "LIMIT \($0)" } ?? "")
      """
    ) { Choice(id: "\(type):\($0.text(at: 0))", title: $0.text(at: 1), detail: $0.text(at: 2)) }
  }
}
