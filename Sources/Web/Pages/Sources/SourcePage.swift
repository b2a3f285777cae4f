import Access
import HTTPTypes
import Hummingbird
import Records
import Store

/// The runs of a source.
enum SourcePage {
  /// For `source.mustache`.
  struct Model: TemplateDocument {
    static let template = "source"

    let name: String
    let kind: String
    let runs: Table
    /// The counts of the last successful run, by kind of record.
    let kinds: Table
  }

  static func show(_ visit: WebRequest) async throws -> Response {
    let (name, language) = (try visit.parameter("source"), visit.language)
    let (source, runs) = try await visit.read { session in
      guard let source = try SourceLog.source(name, session) else { throw AccessDenied.notFound }
      return (source, try SourceLog.runs(of: source, limit: 100, session))
    }
    let words = SourceWords(visit)
    let model = Model(
      name: source.name, kind: language("sources_kind_\(source.kind.rawValue)"), runs: table(runs, words),
      kinds: kinds(runs.first { $0.run.error == nil }?.run, words))
    return try visit.page(model) { frame in
      guard let error = runs.first?.run.error else { return }
      frame.notes = [
        Note(tone: .bad, message: language("sources_failed", ["source": source.name, "error": error]))
      ]
    }
  }

  private static func table(_ runs: [SourceLog.Entry], _ words: SourceWords) -> Table {
    let columns: [(String, Table.Kind)] = [
      ("last", .number), ("result", .status), ("seconds", .number), ("rows", .number), ("added", .number),
      ("changed", .number), ("same", .number), ("ended", .number), ("notes", .link),
    ]
    let empty = Table.EmptyState(
      title: words.language("sources_none"), detail: words.language("sources_none_detail"))
    return Table(
      words.language("sources_runs"), columns.map { Table.Column(words.label($0.0), $0.1) },
      runs.map { cells($0, words) }, words.language, empty: empty)
  }

  private static func cells(_ entry: SourceLog.Entry, _ words: SourceWords) -> [Table.Cell] {
    let (run, language) = (entry.run, words.language)
    let notes = language("sources_notes_link", ["count": language.number(run.noteCount)])
    let path = "\(SourcesPage.path(of: run.source))/runs/\(entry.key)/notes"
    let start = words.shown.instant(run.startedAt)
    return [
      Table.Cell(words.label("last"), .number, start, isLead: true), words.result(run),
      Table.Cell(
        words.label("seconds"), .number, language("sources_duration", ["seconds": language.number(run.seconds)])),
      Table.Cell(words.label("rows"), .number, words.shown.count(run.rowCount)),
    ] + words.counts(run.counted, ["added", "changed", "same", "ended"]) + [
      entry.hasNotes
        ? Table.Cell(words.label("notes"), .link, notes, href: path, hint: start)
        : Table.Cell(words.label("notes"), .link, run.noteCount > 0 ? language.number(run.noteCount) : nil)
    ]
  }

  /// - Parameter run: nil if none has succeeded.
  private static func kinds(_ run: SourceRun?, _ words: SourceWords) -> Table {
    let counts = ["added", "changed", "same", "ended"]
    let rows = RecordKind.all.compactMap { kind in
      run?.counts[kind].map { found in
        [Table.Cell(words.label("records"), .text, kind.name, isLead: true)] + words.counts(found, counts)
      }
    }
    return Table(
      words.language("sources_kinds"),
      [Table.Column(words.label("records"), .text)] + counts.map { Table.Column(words.label($0), .number) }, rows,
      words.language, empty: Table.EmptyState(title: words.language("sources_none")))
  }

  /// The notes of a run as a CSV file.
  static func notes(_ visit: WebRequest) async throws -> Response {
    let (name, key) = (try visit.parameter("source"), Int(try visit.parameter("run")))
    let notes = try await visit.read { session in
      guard let key, let source = try SourceLog.source(name, session) else { throw AccessDenied.notFound }
      guard let notes = try SourceLog.notes(of: source, run: key, session) else { throw AccessDenied.notFound }
      return notes
    }
    visit.audit("source.notes.download", about: name)
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/csv; charset=utf-8",
        .contentDisposition: FileResponse.disposition("notes-\(name)-\(key ?? 0).csv"),
      ], body: .init(byteBuffer: ByteBuffer(string: notes)))
  }
}
