import DatabaseAccess

extension UserList {
  /// The list, which determines its columns.
  package enum Kind: Sendable {
    /// The Users page.
    case users
    /// Collaborative activities. `repliesCount`: the platform setting `replies_count_as_publications`.
    case activities(repliesCount: Bool)
    /// Current members: when they were created and who invited them.
    case members

    package var columns: [Column] { [.firstName, .lastName, .email] + own }

    /// The columns other than name and email.
    var own: [Column] {
      switch self {
      case .users: [.stored(.timeSpent), .stored(.lastActivity, isNullable: true), .stored(.directReports)]
      case .activities(let repliesCount):
        [.live(repliesCount ? .publications : .publicationsWithoutReplies), .live(.comments), .live(.reactions)]
      case .members: [.registeredAt, .invitedBy, .autoDeleteOn]
      }
    }
  }

  /// The sources of live statistics, for some users.
  /// - Parameter users: a SELECT of keys; nil for all users.
  func joins(_ columns: [Column], users: SQLText?) -> SQLText {
    let live = columns.filter { !$0.isIndexed }.compactMap(\.statistic)
    return live.isEmpty ? "" : Totals(live, Selection(at: moment)).joins(users: users)
  }
}

extension Column {
  /// A statistic stored in `user_standings`.
  fileprivate static func stored(_ statistic: Statistic, isNullable: Bool = false) -> Column {
    let value = statistic.total?.stored.first.map { "u.\($0)" } ?? "NULL"
    return Column(statistic.key, Kind(statistic.unit), statistic, sql: value, isNullable: isNullable)
  }

  /// A statistic computed on request.
  fileprivate static func live(_ statistic: Statistic) -> Column {
    Column(statistic.key, Kind(statistic.unit), statistic, sql: statistic.total?.expressions.first ?? "NULL")
  }

  package var isText: Bool { kind == .text }

  /// Whether an index of `user_standings` provides its order.
  var isIndexed: Bool { order.utf8.starts(with: "u.".utf8) }
}
