import Foundation
import Reports
import Spreadsheets

/// Where a report goes: a file, which appears only when it is whole, or standard output.
struct ReportTarget: Sendable {
  private let out: String?
  private let style: SpreadsheetStyle
  private let format: ReportCommand.GeneralStats.Format
  private var partial: String { (out ?? "") + ".part" }

  init(out: String?, style: SpreadsheetStyle, _ format: ReportCommand.GeneralStats.Format) throws {
    self.out = out
    self.style = style
    self.format = format
  }

  func writer() throws -> any SpreadsheetWriter {
    if format == .xlsx { return XLSXWriter(path: partial, style: style) }
    let handle = try handle()
    if format == .ndjson { return JSONRowsWriter(.lines) { try handle.write(contentsOf: Data($0)) } }
    return CSVWriter(style: style) { try handle.write(contentsOf: Data($0)) }
  }

  private func handle() throws -> FileHandle {
    guard out != nil else { return .standardOutput }
    guard FileManager.default.createFile(atPath: partial, contents: nil),
      let handle = FileHandle(forWritingAtPath: partial)
    else { Failing.exit(.cannotCreate, "\(partial) cannot be written; check the folder and its rights.") }
    return handle
  }

  func finish() throws {
    guard let out else { return }
    if rename(partial, out) != 0 { Failing.exit(.cannotCreate, "\(out) cannot be written.") }
  }
}
