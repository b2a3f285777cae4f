import Hummingbird
import Store

/// The sources of records, each with its last run.
enum SourcesPage {
  /// For `sources.mustache`.
  struct Model: TemplateDocument {
    static let template = "sources"

    let table: Table
    /// How to connect a source, by door.
    let doors: [String]
  }

  static let path = "/sources"

  static func path(of source: Source) -> String { "\(path)/\(Query.encoded(source.name))" }

  static func show(_ visit: WebRequest) async throws -> Response {
    let language = visit.language
    let all = try await visit.read { try SourceLog.all($0) }
    let columns: [(String, Table.Kind)] = [
      ("name", .text), ("kind", .status), ("last", .number), ("result", .status), ("added", .number),
      ("changed", .number), ("ended", .number),
    ]
    let table = Table(
      language("sources_title"), columns.map { Table.Column(language("sources_column_\($0.0)"), $0.1) },
      all.map { cells($0.source, $0.last, SourceWords(visit)) }, language)
    let doors = ["moodle", "folder", "xapi", "directory"].map { language("sources_connect_\($0)") }
    return try visit.page(Model(table: table, doors: doors))
  }

  private static func cells(_ source: Source, _ last: SourceRun?, _ words: SourceWords) -> [Table.Cell] {
    [
      Table.Cell(
        words.label("name"), .text, source.name, isLead: true, href: path(of: source), opens: true),
      Table.Cell(words.label("kind"), .status, words.language("sources_kind_\(source.kind.rawValue)")),
      Table.Cell(words.label("last"), .number, last.map { words.shown.instant($0.startedAt) }),
      last.map(words.result) ?? Table.Cell(words.label("result"), .status, nil),
    ] + words.counts(last?.counted, ["added", "changed", "ended"])
  }
}

/// Cells about runs of sources.
struct SourceWords {
  let language: Language
  let shown: DisplayFormat

  init(_ visit: WebRequest) { (language, shown) = (visit.language, visit.shown) }

  func label(_ column: String) -> String { language("sources_column_\(column)") }

  func result(_ run: SourceRun) -> Table.Cell {
    let isFailed = run.error != nil
    var cell = Table.Cell(
      label("result"), .status, language(isFailed ? "sources_result_failed" : "sources_result_imported"))
    cell.content.tone = isFailed ? .bad : .good
    cell.content.detail = run.error
    return cell
  }

  /// - Parameter counts: nil without a run.
  func counts(_ counts: ImportCounts?, _ columns: [String]) -> [Table.Cell] {
    let all = counts.map { ["added": $0.added, "changed": $0.changed, "same": $0.same, "ended": $0.ended] } ?? [:]
    return columns.map { Table.Cell(label($0), .number, all[$0].map(shown.count)) }
  }
}
