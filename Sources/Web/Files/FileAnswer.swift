import DatabaseAccess
import Foundation
import HTTPTypes
import Hummingbird
import Reports
import Spreadsheets

/// A report as a file, made while it is sent.
struct FileAnswer {
  let visit: Visit
  let format: FileFormat
  let fileName: String

  /// - Parameters:
  ///   - action: for the audit log.
  ///   - report: what is in the file, within the snapshot that it is read from.
  func response(
    _ action: String, subject: Int? = nil, _ report: @escaping @Sendable (any SQLSession) throws -> Report
  ) async throws -> Response {
    let pipe = FilePipe()
    let style = visit.services.settings.style
    let (visit, format) = (visit, format)
    Task.detached {
      do {
        let rows = try await visit.services.database.read { session in
          let report = try report(session)
          return switch format {
          case .csv: try Self.sendCSV(report, style, pipe, session)
          case .xlsx: try Self.sendXLSX(report, style, pipe, session)
          }
        }
        visit.audit(action, subject: subject, rows: rows)
        pipe.finish()
      } catch {
        pipe.finish(error)
      }
    }
    return Response(
      status: .ok, headers: [.contentType: format.type, .contentDisposition: Self.disposition(fileName)],
      body: try await pipe.body())
  }

  private static func sendCSV(
    _ report: Report, _ style: SpreadsheetStyle, _ pipe: FilePipe, _ session: any SQLSession
  ) throws -> Int {
    try report.write(to: CSVWriter(style: style) { try pipe.send($0) }, session)
  }

  /// The format needs its end before its beginning: it is made beside, then sent.
  private static func sendXLSX(
    _ report: Report, _ style: SpreadsheetStyle, _ pipe: FilePipe, _ session: any SQLSession
  ) throws -> Int {
    let file = FileManager.default.temporaryDirectory.appending(path: "tallybook-\(UUID().uuidString).xlsx")
    defer { try? FileManager.default.removeItem(at: file) }
    let rows = try report.write(to: XLSXWriter(path: file.path, style: style), session)
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    while let piece = try handle.read(upToCount: 65_536), !piece.isEmpty { try pipe.send(ArraySlice(piece)) }
    return rows
  }

  /// RFC 6266: a plain name for old readers, the true one in UTF-8.
  static func disposition(_ full: String) -> String {
    let plain = String(full.unicodeScalars.map { isPlain($0) ? Character($0) : "_" })
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(Query.encoded(full))"
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F && !"\"\\/:%".unicodeScalars.contains(scalar)
  }
}
