import Access
import ArgumentParser
import DatabaseAccess
import Export
import Foundation
import LRS
import Support

struct ExportXAPICommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xapi",
    abstract: "Write all xAPI statements to a file, in the order in which they were stored.",
    discussion: """
      The file has one statement a line if its name ends in .ndjson or .jsonl, and a JSON array if it ends in .json; it is \
      compressed if .gz follows. Statements are written as they came, voided ones too, with their `stored` and \
      `authority`. `tallybook import xapi` reads the file; exporting an empty store into which it was imported gives the \
      same bytes.

      Not exported: the data of attachments, documents (state, profiles), statements that were set aside, and whether \
      records are derived from a statement. A backup has them (tallybook backup).

      The file appears once it is complete: until then, it is FILE.part. The audit log records the export.
      """)

  @OptionGroup var options: StoreOptions
  @Argument(help: "File to write, such as statements.ndjson.gz; must be new.", completion: .file()) var file: String

  func validate() throws { _ = try layout() }

  private struct Layout {
    let isArray: Bool
    let isCompressed: Bool
  }

  private func layout() throws -> Layout {
    let isCompressed = file.hasSuffix(".gz")
    switch URL(filePath: isCompressed ? String(file.dropLast(3)) : file).pathExtension {
    case "json": return Layout(isArray: true, isCompressed: isCompressed)
    case "ndjson", "jsonl": return Layout(isArray: false, isCompressed: isCompressed)
    default: throw ValidationError("\(file) does not end in .ndjson, .jsonl or .json, or in one of these and .gz.")
    }
  }

  func run() async throws {
    let database = try await options.store.open(memory: 8 << 20)
    do {
      let count = try await export(database, try layout())
      print("Exported \(count) statements to \(file).")
    } catch let error as ExportError {
      ExitError.exit(error.status, "\(error)\nNothing was exported.")
    }
  }

  private func export(_ database: any SQLDatabase, _ layout: Layout) async throws -> Int {
    let part = file + ".part"
    for path in [file, part] where FileManager.default.fileExists(atPath: path) {
      throw ExportError.occupied("\(path) exists. Name a new file.")
    }
    SignalHandler.announce("Stopped; nothing was exported.") { unlink(part) }
    do {
      let count = try await database.read(.job) { try Self.write(layout, to: part, $0) }
      let now = StoreOptions.machineClock()
      try await database.write { try Audit.note("statements.export", by: nil, rows: count, at: now, $0) }
      // Unlike renaming, that does not replace a file which was created meanwhile.
      if link(part, file) != 0 { throw ExportError.system(path: file, number: errno) }
      unlink(part)
      return count
    } catch {
      // That of another export that began at the same time stays.
      if case .system(part, EEXIST) = error as? ExportError {} else { unlink(part) }
      throw error
    }
  }

  private static func write(_ layout: Layout, to path: String, _ session: any SQLSession) throws -> Int {
    let output = try ExportFile(path, isCompressed: layout.isCompressed)
    let meter = ProgressMeter()
    defer { meter.clear() }
    var count = 0
    if layout.isArray { output.bytes += "[\n".utf8 }
    try StatementExport.each(session) { statement in
      if layout.isArray, count > 0 { output.bytes += ",\n".utf8 }
      output.bytes += statement.text.utf8
      if !layout.isArray { output.bytes += "\n".utf8 }
      count += 1
      meter.report("statements", count)
      try output.endRow()
    }
    if layout.isArray { output.bytes += "\n]\n".utf8 }
    try output.finish()
    return count
  }
}
