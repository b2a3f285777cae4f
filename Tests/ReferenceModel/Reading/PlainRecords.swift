/// Records as tables of texts, into which files are merged one after another (sources.md §4): a column that a row does
/// not have leaves the field of a known record unchanged, an empty cell empties it.
package struct PlainRecords: Sendable {
  /// Kind → key → column → text; no text is empty.
  package private(set) var records: [String: [[String]: [String: String]]] = [:]

  package init() {}

  /// - Parameters:
  ///   - key: the columns that identify a record; if a row lacks one of them, it is empty.
  ///   - rows: from column to cell, of the columns that each row has.
  package mutating func take(_ kind: String, key: [String], _ rows: [[String: String]]) {
    for row in rows {
      let id = key.map { row[$0] ?? "" }
      var record = records[kind]?[id] ?? [:]
      for (column, cell) in row { record[column] = cell.isEmpty ? nil : cell }
      records[kind, default: [:]][id] = record
    }
  }

  /// All records of a kind under a header, as CSV.
  package func text(_ kind: String, _ header: [String]) -> String {
    let rows = (records[kind] ?? [:]).sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { _, record in
      header.map { record[$0] ?? "" }
    }
    return CommaSeparated.text(of: [header] + rows)
  }
}
