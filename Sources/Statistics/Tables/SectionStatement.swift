import DatabaseAccess

/// A section that may be long, and the statement that reads all rows or one page, sorted by any column. The order is
/// that of `Section.sort`: missing values last, ties by name and id.
struct SectionStatement: Sendable {
  let id: String
  let columns: [Column]
  /// The columns that `decode` reads, comma-separated.
  let fields: String
  /// `FROM … WHERE …`
  let source: SQLText
  /// A SELECT of the number of rows; it may omit the joins.
  let count: SQLText
  /// The sort expressions of each column that is shown, in order of precedence.
  let keys: [String: [String]]
  /// Tie-breakers.
  let ties: [String]
  /// The default sort column, latest first.
  let latest: String
  let decode: @Sendable (any SQLRow) -> Section.Row

  func read(_ view: SectionView, _ session: any SQLSession) throws -> Section {
    let statement: SQLText = "SELECT \(raw: fields) \(sql: source) ORDER BY \(raw: order(view))"
    guard view.page != nil else { return Section(id, columns, try session.all(statement, decode)) }
    let count = try session.number(count)
    let range = view.range(of: count)
    let page: SQLText = "\(sql: statement) LIMIT \(range.count) OFFSET \(range.lowerBound)"
    return Section(id, columns, try session.all(page, decode), count: count, first: range.lowerBound)
  }

  /// No expression twice: otherwise no index can provide the order.
  private func order(_ view: SectionView) -> String {
    let expressions = keys[view.sort ?? latest] ?? []
    let direction = view.sort == nil || view.descending ? "DESC" : "ASC"
    return (expressions.map { "\($0) \(direction) NULLS LAST" } + ties.filter { !expressions.contains($0) })
      .joined(separator: ", ")
  }

  /// Three integers that compare like sum / count, exactly while count² < 10¹⁸: the integer part, then twice nine
  /// decimal digits.
  static func quotient(_ sum: String, _ count: String) -> [String] {
    let count = "nullif(\(count), 0)"
    return [
      "\(sum) / \(count)", "\(sum) % \(count) * 1000000000 / \(count)",
      "\(sum) % \(count) * 1000000000 % \(count) * 1000000000 / \(count)",
    ]
  }
}
