import Foundation
import Spreadsheets

/// Where a report goes: a file, which appears only when it is whole, or standard output.
struct ReportTarget: Sendable {
  private let out: String?
  private let style: SpreadsheetStyle
  private let isXLSX: Bool
  private var partial: String { (out ?? "") + ".part" }

  init(out: String?, style: SpreadsheetStyle, isXLSX: Bool) throws {
    self.out = out
    self.style = style
    self.isXLSX = isXLSX
  }

  func writer() throws -> any SpreadsheetWriter {
    if isXLSX { return XLSXWriter(path: partial, style: style) }
    guard out != nil else {
      return CSVWriter(style: style) { try FileHandle.standardOutput.write(contentsOf: Data($0)) }
    }
    guard FileManager.default.createFile(atPath: partial, contents: nil),
      let handle = FileHandle(forWritingAtPath: partial)
    else { Failing.exit(.cannotCreate, "\(partial) cannot be written; check the folder and its rights.") }
    return CSVWriter(style: style) { try handle.write(contentsOf: Data($0)) }
  }

  func finish() throws {
    guard let out else { return }
    if rename(partial, out) != 0 { Failing.exit(.cannotCreate, "\(out) cannot be written.") }
  }
}
