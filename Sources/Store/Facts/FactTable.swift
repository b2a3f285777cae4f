package import DatabaseAccess
package import Records

/// The table of a kind of bulk facts: attempts, answers, assessment results. A row has the user's key, the id and the
/// other fields, with references as keys.
package struct FactTable: Sendable {
  package let kind: RecordKind
  /// The table of all facts, including withdrawn ones.
  package let name: String
  /// `user_key`, `id`, then the other columns in the order of the kind's fields.
  package let columns: [String]
  /// Columns that are derived from the user's other facts, after those of the record.
  package let derived: [String]
  let cells: [Cell]

  /// The source of a column.
  struct Cell: Sendable {
    let field: Int
    /// The kind that the field refers to by id; the column has that record's key.
    let target: String?
  }

  package static let attempts = FactTable(.attempts)
  package static let answers = FactTable(.answers)
  package static let results = FactTable(.assessmentResults)

  /// Each kind comes after those it refers to. What there is by kind of fact is in this order.
  package static let all = [attempts, answers, results]

  package static func of(_ kind: RecordKind) -> FactTable? { all.first { $0.kind == kind } }

  private init(_ kind: RecordKind) {
    self.kind = kind
    name = RecordTable.name(of: kind.name)
    let first = ["user", "id"].compactMap { kind.index(of: $0) }
    let order = first + kind.fields.indices.filter { !first.contains($0) }
    let names = RecordTable(kind).columns.map(\.name)
    columns = order.map { names[$0] }
    derived = kind == .attempts ? ["superseded_at", "overtaken_at"] : []
    cells = order.map { Cell(field: $0, target: Self.target(kind.fields[$0])) }
  }

  /// Attempts are referred to by id, which is unique only per user.
  private static func target(_ field: Field) -> String? {
    if case .reference(let target) = field.type, target != RecordKind.attempts.name { target } else { nil }
  }

  /// The columns that standings are computed from; the long text `response` is omitted.
  package var columnsOfStandings: [String] { columns.map { $0 == "response" ? "NULL" : $0 } }

  /// The position of a column in a row that begins with the user's key.
  package func position(of column: String) -> Int { columns.firstIndex(of: column) ?? columns.count }

  /// The column that indicates whether a fact was withdrawn.
  package var withdrawal: Int { columns.count - 1 }

  /// The column of the attempt that a fact refers to.
  var attempt: Int? { columns.firstIndex(of: "attempt") }

  /// Writes new and changed facts.
  package final class Writer {
    private let insertion: any BatchInsert
    private let replacement: any BatchInsert

    package init(_ table: FactTable, _ session: any SQLSession) throws {
      let columns = table.columns + table.derived
      insertion = try session.insertion(into: table.name, columns: columns)
      replacement = try session.insertion(into: table.name, columns: columns, replacing: ["user_key", "id"])
    }

    package func write(_ rows: FactMerge.Written) throws {
      try insertion.run(rows.added)
      try replacement.run(rows.changed)
    }

    package func finish() throws {
      try insertion.finish()
      try replacement.finish()
    }
  }
}
