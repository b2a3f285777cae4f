import Foundation
import Reports
import Spreadsheets

/// The destination of a report: a file, which appears only when it is complete, or standard output.
struct ReportTarget: Sendable {
  private let out: String?
  private let style: SpreadsheetStyle
  private let format: FileFormat
  private var partial: String { (out ?? "") + ".part" }

  init(out: String?, style: SpreadsheetStyle, _ format: FileFormat) {
    self.out = out
    self.style = style
    self.format = format
  }

  /// - Parameter seal: collects the file's manifest.
  func writer(_ seal: FileChecksum? = nil) throws -> any SpreadsheetWriter {
    if format == .xlsx { return XLSXWriter(path: partial, style: style, cover: seal?.cover) }
    let handle = try handle()
    let writer = format.streamingWriter(style) { piece in
      try handle.write(contentsOf: Data(piece))
      seal?.add(piece)
    }
    return writer ?? XLSXWriter(path: partial, style: style)
  }

  /// Writes the file with the manifest.
  func writeSide(_ text: String) throws {
    guard let out else { return }
    do { try Data(text.utf8).write(to: URL(filePath: out + FileManifest.ending), options: .atomic) } catch {
      ExitError.exit(.cannotCreate, "\(out)\(FileManifest.ending) cannot be written.")
    }
  }

  private func handle() throws -> FileHandle {
    guard out != nil else { return .standardOutput }
    guard FileManager.default.createFile(atPath: partial, contents: nil),
      let handle = FileHandle(forWritingAtPath: partial)
    else { ExitError.exit(.cannotCreate, "\(partial) cannot be written; check the folder and its permissions.") }
    return handle
  }

  /// Removes the incomplete file.
  func discard() { if out != nil { try? FileManager.default.removeItem(atPath: partial) } }

  func finish() throws {
    guard let out else { return }
    if rename(partial, out) != 0 { ExitError.exit(.cannotCreate, "\(out) cannot be written.") }
  }
}
