import DatabaseAccess

/// A section that may be long, and the statement that gives its rows: whole or a page of them, in the order of any of
/// its columns. The order is that of `Section.sort`: no value last, ties by name and id.
struct SectionStatement: Sendable {
  let id: String
  let columns: [Section.Column]
  /// What the decoder reads, separated by commas.
  let fields: String
  /// `FROM … WHERE …`
  let source: SQLText
  /// A SELECT of how many rows there are; it may do without the joins.
  let count: SQLText
  /// What rows are compared by, for each column that is shown. Several expressions compare one after the other.
  let keys: [String: [String]]
  /// What tells equal rows apart.
  let ties: [String]
  /// The section's own order: its latest first.
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

  /// An expression stands there once: an index answers in order only then.
  private func order(_ view: SectionView) -> String {
    let expressions = keys[view.sort ?? latest] ?? []
    let direction = view.sort == nil || view.descending ? "DESC" : "ASC"
    return (expressions.map { "\($0) \(direction) NULLS LAST" } + ties.filter { !expressions.contains($0) })
      .joined(separator: ", ")
  }

  /// Three whole numbers that compare as sum / count does, exactly while count² < 10¹⁸: the whole part, nine digits
  /// after the point, and nine more.
  static func quotient(_ sum: String, _ count: String) -> [String] {
    let count = "nullif(\(count), 0)"
    return [
      "\(sum) / \(count)", "\(sum) % \(count) * 1000000000 / \(count)",
      "\(sum) % \(count) * 1000000000 % \(count) * 1000000000 / \(count)",
    ]
  }
}
