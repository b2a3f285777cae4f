import Access
import Reports
import Statistics

/// The rows of a list of what needs attention.
struct AttentionTable {
  let kind: AttentionKind
  /// Links to the sessions in the rows.
  let links: EntityLinks
  let visit: WebRequest

  private var language: Language { visit.language }

  /// - Parameter caption: its name for screen readers.
  func model(_ rows: [AttentionList.Row], empty: Table.EmptyState? = nil, paging: Table.Paging? = nil) -> Table {
    let names = ["column_first_name", "column_last_name"].map { Table.Column(language($0), .text) }
    let own = kind.columns.filter(\.isShown).map { column in
      Table.Column(title(column), column.isText ? .text : .number, statistic: column.statistic?.model(language))
    }
    return Table(
      kind.statistic.title(language), names + own, rows.map(cells), language, empty: empty, paging: paging)
  }

  private func title(_ column: Column) -> String {
    column.statistic?.title(language) ?? language("column_\(column.title)")
  }

  private func cells(_ row: AttentionList.Row) -> [Table.Cell] {
    PersonLink(row.person, leadsToProfile: true).cells(language)
      + zip(kind.columns, row.cells).filter(\.0.isShown).map { column, value in
        var cell = SectionTable.cell(title(column), column.kind, value, visit)
        cell.content.href = address(column.key, row)
        return cell
      }
  }

  /// The session's name leads to its page, the step to the user's steps there.
  private func address(_ key: String, _ row: AttentionList.Row) -> String? {
    guard let session = Self.session(row, kind) else { return nil }
    switch key {
    case "session_name", "name": return links.address(of: session.kind, session.id)
    case "step": return "/users/\(Query.encoded(row.person.id))/paths/\(Query.encoded(session.id))"
    default: return nil
    }
  }

  /// The sessions in some rows.
  static func sessions(_ rows: [AttentionList.Row], of kind: AttentionKind) -> [EntityKind: [String]] {
    Dictionary(grouping: rows.compactMap { session($0, kind) }, by: \.kind).mapValues { $0.map(\.id) }
  }

  private static func session(_ row: AttentionList.Row, _ list: AttentionKind) -> (kind: EntityKind, id: String)? {
    guard case .text(let id)? = row.cell("session", of: list) else { return nil }
    return (row.cell("kind", of: list) == .text("program") ? .programSession : .pathSession, id)
  }
}
