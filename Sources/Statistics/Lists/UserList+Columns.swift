import DatabaseAccess

extension UserList {
  /// A column of a user list, which can be sorted by it.
  package struct Column: Sendable {
    /// As in URLs, the API and `statistics.md`.
    package let key: String
    package let statistic: Statistic?
    package let isText: Bool
    /// What it shows and sorts by, over `u` (`user_standings`), `p` (`users`) and the statistic's sources.
    let value: String
    /// Whether values may be missing.
    let isNullable: Bool
    /// Whether an index of `user_standings` provides its order.
    let isIndexed: Bool
    /// Reads its cell from a column of a row; nil for name and email, which every list has.
    let read: (@Sendable (any SQLRow, Int) -> Cell)?

    /// A column that every list has; names sort by their normalized keys.
    private init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
      statistic = nil
      isText = true
      isNullable = false
      isIndexed = true
      read = nil
    }

    package static let firstName = Column("first_name", "u.first_name_key")
    package static let lastName = Column("last_name", "u.last_name_key")
    package static let email = Column("email", "u.email")

    /// A statistic stored in `user_standings`.
    static func stored(_ statistic: Statistic, isNullable: Bool = false) -> Column {
      let value = statistic.total?.stored.first.map { "u.\($0)" } ?? "NULL"
      return Column(statistic, value, isNullable: isNullable, isIndexed: true)
    }

    /// A statistic computed on request.
    static func live(_ statistic: Statistic) -> Column {
      Column(statistic, statistic.total?.expressions.first ?? "NULL", isNullable: false, isIndexed: false)
    }

    private init(_ statistic: Statistic, _ value: String, isNullable: Bool, isIndexed: Bool) {
      key = statistic.key
      self.statistic = statistic
      isText = false
      self.value = value
      self.isNullable = isNullable
      self.isIndexed = isIndexed
      read = { statistic.value($0, at: $1) }
    }

    /// A field of the person rather than a statistic.
    static func field(
      _ key: String, _ value: String, isText: Bool = false, isNullable: Bool = true,
      _ read: @escaping @Sendable (any SQLRow, Int) -> Cell
    ) -> Column {
      Column(
        key: key, statistic: nil, isText: isText, value: value, isNullable: isNullable, isIndexed: false, read: read)
    }

    private init(
      key: String, statistic: Statistic?, isText: Bool, value: String, isNullable: Bool, isIndexed: Bool,
      read: (@Sendable (any SQLRow, Int) -> Cell)?
    ) {
      self.key = key
      self.statistic = statistic
      self.isText = isText
      self.value = value
      self.isNullable = isNullable
      self.isIndexed = isIndexed
      self.read = read
    }
  }
}

extension UserList {
  /// The list, which determines its columns.
  package enum Kind: Sendable {
    /// The Users page.
    case users
    /// Collaborative activities. `repliesCount`: the platform setting `replies_count_as_publications`.
    case activities(repliesCount: Bool)
    /// Current members: when they were created and who invited them.
    case members

    package var columns: [Column] {
      let own: [Column] =
        switch self {
        case .users: [.stored(.timeSpent), .stored(.lastActivity, isNullable: true), .stored(.directReports)]
        case .activities(let repliesCount):
          [.live(repliesCount ? .publications : .publicationsWithoutReplies), .live(.comments), .live(.reactions)]
        case .members: Registration.columns
        }
      return [.firstName, .lastName, .email] + own
    }

    /// The sources of live statistics, for some users.
    /// - Parameter users: a SELECT of keys; nil for all users.
    func joins(_ columns: [Column], users: SQLText?) -> SQLText {
      let live = columns.filter { !$0.isIndexed }.compactMap(\.statistic)
      return live.isEmpty ? "" : Totals(live).joins(users: users)
    }
  }
}
