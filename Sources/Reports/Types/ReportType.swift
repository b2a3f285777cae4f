package import Statistics

/// The definition of a type of custom report: rows, columns and filters. Editor, files, API and email use it; to add a
/// type, add a case to `CustomReport.Kind` and a value next to it.
package struct ReportType: Sendable {
  /// What its rows are, for the command's help.
  package let about: String
  /// Fields of the person that always come first.
  let lead: [Column]
  /// Fields of the person that come after the custom fields.
  let trail: [Column]
  let rows: Rows
  /// The available columns, in default order; the first `usualCount` are the default columns.
  let choices: [Choice]
  let usualCount: Int
  package let filters: Set<Filter>

  /// Filters other than groups and users, which all types have.
  package enum Filter: String, Sendable, CaseIterable {
    case date, session
  }

  enum Rows: Sendable {
    /// A row per user.
    case users
    /// A row per user created within the period.
    case newUsers
    /// The rows of a table.
    case several(Table)
    /// A row per group, time or another dimension (`Summary`).
    case summary
  }

  enum Choice: Sendable {
    case person(Column)
    case statistic(Statistic)
    /// A column of the rows, by its key.
    case row(String)
    /// Email addresses of the managers.
    case managers
    /// A column per group.
    case groups

    var key: String {
      switch self {
      case .person(let field): field.key
      case .statistic(let statistic): statistic.key
      case .row(let key): key
      case .managers: "managers"
      case .groups: "groups"
      }
    }
  }

  /// Whether its rows are sums over users, which have no custom fields of their own.
  package var isSummary: Bool { if case .summary = rows { true } else { false } }

  /// Keys accepted by the `column` parameter.
  package var columns: [String] { choices.map(\.key) }
  package var usualColumns: [String] { columns.prefix(usualCount).map { $0 } }

  /// The statistic that a column shows; nil if it shows none.
  package func statistic(of column: String) -> Statistic? {
    switch choices.first(where: { $0.key == column }) {
    case .statistic(let statistic): statistic
    case .managers: .managers
    case .groups: .groups
    case .row(let key):
      if case .several(let table) = rows, table.id == Table.tags.id { .named("tag_\(key)") } else { nil }
    case .person, nil: nil
    }
  }

  init(
    _ about: String, lead: [Column] = [.lastName, .firstName, .email], trail: [Column] = [], _ rows: Rows,
    usual: [Choice], others: [Choice] = [.managers, .groups], filters: Set<Filter> = [.date, .session]
  ) {
    self.about = about
    self.lead = lead
    self.trail = trail
    self.rows = rows
    choices = usual + others
    usualCount = usual.count
    self.filters = filters
  }
}
