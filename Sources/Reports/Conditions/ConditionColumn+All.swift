package import Access
package import DatabaseAccess
package import Statistics

// The columns that conditions may test, of each type of report and each list of users.

extension ConditionColumn {
  /// The columns of a type of report: those that it can show, except groups. Conditions of a *Summary* are on users'
  /// rows of *General stats*.
  package static func all(
    _ kind: CustomReport.Kind, for viewer: Viewer, _ session: any SQLSession
  ) throws -> [ConditionColumn] {
    let type = kind == .summary ? CustomReport.Kind.generalStats.type : kind.type
    let own: [ConditionColumn] = (type.lead + type.trail).compactMap { person($0.key) }
    let columns = type.choices.compactMap { choice in
      switch choice {
      case .person(let field): person(field.key)
      case .statistic(let statistic): statistical(statistic)
      case .managers: managers
      case .groups, .row: nil as ConditionColumn?
      }
    }
    guard case .several(let rows) = type.rows else {
      return unique(own + (try customFields(session)) + columns + ofUsers)
    }
    let population = Population(kind.scope(of: viewer))
    let ofRows = UserRows(rows, of: population, .standing).columns.map {
      row($0, rows.id == Table.certificates.id ? Status.ofCertificate : Status.ofPathSession)
    }
    return unique(own + (try customFields(session)) + ofRows + columns)
  }

  /// The columns of a list of users. Members and players may be users whose statistics and fields the viewer does not
  /// see: there, only viewers of everybody may test more than the list shows.
  package static func all(
    _ kind: UserList.Kind, for viewer: Viewer, _ session: any SQLSession
  ) throws -> [ConditionColumn] {
    let columns = kind.columns.compactMap { column in
      person(column.key) ?? column.statistic.flatMap(statistical)
    }
    let others = try ofEveryList(session)
    switch kind {
    case .activities where !viewer.roles.seesEverybody: return unique(columns)
    case .members where !viewer.roles.seesEverybody: return unique(columns + others.filter { !$0.isOfStatistics })
    case .users, .activities, .members: return unique(columns + others)
    }
  }

  /// Whether it is one of the statistics of the Users list.
  private var isOfStatistics: Bool {
    [Statistic.timeSpent, .lastActivity, .directReports].contains { $0.key == key }
  }

  var isCustomField: Bool {
    if case .user(.custom) = place { true } else { false }
  }

  /// What every list of users has in addition to its own columns.
  static func ofEveryList(_ session: any SQLSession) throws -> [ConditionColumn] {
    ofUsers + [managers] + (try customFields(session))
  }

  static func unique(_ columns: [ConditionColumn]) -> [ConditionColumn] {
    var seen: Set<String> = []
    return columns.filter { seen.insert($0.key).inserted }
  }

  private static let ofUsers: [ConditionColumn] =
    ["last_name", "first_name", "email", "title", "language", "additional_information"].compactMap(person)
    + [.timeSpent, .lastActivity, .directReports].compactMap(statistical)

  private static let managers = ConditionColumn("managers", .names, .user(.managers))

  /// The custom fields; the only columns of the overview.
  package static func customFields(_ session: any SQLSession) throws -> [ConditionColumn] {
    try CustomField.all(session).map { field in
      ConditionColumn(
        "custom:\(field.id)", field.isDate ? .date : .text, .user(.custom(field.key)), title: field.title)
    }
  }

  /// A field of the person.
  static func person(_ key: String) -> ConditionColumn? {
    switch key {
    case "last_name", "first_name":
      ConditionColumn(key, .text, .user(.keyed(nil, key: "u.\(key)_key")))
    case "email": ConditionColumn(key, .text, .user(.text("u.email", among: "SELECT DISTINCT email FROM users")))
    case "title", "language", "additional_information":
      ConditionColumn(
        key, .text,
        .person(
          .text(
            "p.\(key)", among: "SELECT DISTINCT \(raw: key) FROM users WHERE \(raw: key) IS NOT NULL")))
    case "invited_by":
      ConditionColumn(
        key, .text, .person(.text(Registration.invitedBy, among: "SELECT DISTINCT email FROM users")))
    case "registered_at": ConditionColumn(key, .instant, .person(.number("p.created_at")))
    case "auto_delete_on": ConditionColumn(key, .date, .person(.number("p.auto_delete_on")))
    default: nil
    }
  }

  /// A statistic of the selected facts; those of the Users list are over all facts, whatever the filters.
  static func statistical(_ statistic: Statistic) -> ConditionColumn? {
    let kind: Kind
    switch statistic.unit {
    case .percent, .score: kind = .percent
    case .duration: kind = .duration
    case .instant: kind = .instant
    case .count: kind = .count
    case .names, .status: return nil
    }
    let ofList: [Statistic] = [.timeSpent, .lastActivity, .directReports]
    guard ofList.contains(statistic) else { return ConditionColumn(statistic.key, kind, .statistic(statistic)) }
    return ConditionColumn(statistic.key, kind, .user(.number("u.\(statistic.key)")))
  }

  /// A column of rows.
  /// - Parameter statuses: those of a column of statuses.
  static func row(_ column: Column, _ statuses: [Status] = []) -> ConditionColumn {
    let kind: Kind =
      switch column.kind {
      case .text: .text
      case .id: .id
      case .count, .flag: .count
      case .percent, .progress: .percent
      case .duration: .duration
      case .date: .date
      case .instant: .instant
      case .status: .status(statuses)
      case .names: .names
      }
    return ConditionColumn(column.key, kind, .row, shows: column.statistic)
  }
}

extension ConditionValue {
  /// A column of rows.
  init(_ column: Column) {
    let first = column.expressions.first ?? ""
    switch column.kind {
    case _ where column.width == 2: self = .mean(sum: first, count: column.expressions[1])
    case .names: self = .tags
    case _ where column.key == "author": self = .text(first, among: Self.authors)
    case .text: self = Self.foldedKeys[first].map { .keyed(first, key: $0) } ?? .text(first, among: Self.languages)
    case .id, .status: self = .exact("(\(first))")
    default: self = .number(first)
    }
  }

  /// The stored sort keys of the texts in `UserRows`.
  private static let foldedKeys = [
    "t.name": "t.name_key", "t.statement": "t.statement_key",
    "c.name": "c.name_key", "f.name": "f.name_key", "g.name": "g.name_key", "o.name": "o.name_key",
    "s.name": "s.name_key", "q.statement": "q.statement_key",
    "coalesce(s.name, h.name)": "coalesce(s.name_key, h.name_key)",
  ]

  /// The texts without a sort key.
  private static let authors: SQLText = """
    SELECT DISTINCT p.first_name || ' ' || p.last_name FROM courses AS c JOIN users AS p ON p.key = c.author_key
    """
  private static let languages: SQLText = "SELECT DISTINCT language FROM attempts WHERE language IS NOT NULL"
}
