import Calendar
import DatabaseAccess
import Foundation
import HTTPTypes
import Hummingbird
import Jobs
import Reports
import Spreadsheets

/// The content of a file.
protocol FileRows {
  /// The manifest; nil: none.
  var seal: FileChecksum? { get }

  /// - Returns: the number of rows.
  @discardableResult func write(to writer: any SpreadsheetWriter, _ session: any SQLSession) throws -> Int
}

extension FileRows {
  var seal: FileChecksum? { nil }
}

extension Report: FileRows {}

/// A report with its manifest on the first sheet of the workbook.
struct SealedReport: FileRows {
  private let report: Report
  let seal: FileChecksum?

  init(_ report: Report, _ seal: FileChecksum) {
    self.report = report
    self.seal = seal
  }

  func write(to writer: any SpreadsheetWriter, _ session: any SQLSession) throws -> Int {
    try report.write(to: writer, session)
  }
}

/// A response with a report or another table as a file, generated while it is sent.
struct FileResponse {
  let visit: WebRequest
  let format: FileFormat
  let fileName: String

  init(visit: WebRequest, format: FileFormat, fileName: String) {
    self.visit = visit
    self.format = format
    self.fileName = fileName
  }

  /// The file name is the stem, with slashes and newlines replaced, and today's date; the query has the format.
  init(_ visit: WebRequest, _ query: Query, stem: String) throws {
    let plain = stem.map { $0.isNewline || $0 == "/" ? "_" : String($0) }.joined()
    let today = Instant.dateText(visit.moment.today)
    let format = try query.choice("format", default: FileFormat.csv)
    self.init(visit: visit, format: format, fileName: "\(plain)-\(today).\(format.rawValue)")
  }

  /// - Parameters:
  ///   - action: the action in the audit log.
  ///   - content: the content, read in one snapshot.
  func response(
    _ action: String, subject: Int? = nil, about thing: String? = nil,
    _ content: @escaping @Sendable (any SQLSession) throws -> any FileRows
  ) async throws -> Response {
    let (style, folder) = (visit.services.settings.style, visit.services.folder)
    let body = try await FilePipe.body(visit, action, subject: subject, about: thing) { [format] pipe, session in
      let content = try content(session)
      guard let writer = format.streamingWriter(style, to: { try pipe.send($0) }) else {
        return try Self.sendXLSX(content, style, in: folder, pipe, session)
      }
      return try content.write(to: writer, session)
    }
    return Response(
      status: .ok, headers: [.contentType: format.type, .contentDisposition: Self.disposition(fileName)], body: body)
  }

  /// XLSX cannot be streamed: it is written to a temporary file, then sent. The file is unlinked before sending, so it
  /// disappears when it is closed; leftovers of a crashed server are removed with the others.
  private static func sendXLSX(
    _ content: any FileRows, _ style: SpreadsheetStyle, in folder: FileFolder, _ pipe: FilePipe,
    _ session: any SQLSession
  ) throws -> Int {
    do { try folder.prepare() } catch { throw SpreadsheetError.cannotWrite(path: folder.url.path, reason: "\(error)") }
    let file = folder.file("stream-\(UUID().uuidString)\(FileFolder.partialEnding)")
    defer { try? FileManager.default.removeItem(at: file) }
    let rows = try content.write(to: XLSXWriter(path: file.path, style: style, cover: content.seal?.cover), session)
    let handle = try FileHandle(forReadingFrom: file)
    defer { try? handle.close() }
    try? FileManager.default.removeItem(at: file)
    while let piece = try handle.read(upToCount: 65_536), !piece.isEmpty { try pipe.send(ArraySlice(piece)) }
    return rows
  }

  /// RFC 6266: an ASCII name for old clients, the full name in UTF-8.
  static func disposition(_ full: String) -> String {
    let plain = String(full.unicodeScalars.map { isPlain($0) ? Character($0) : "_" })
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(Query.encoded(full))"
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && scalar.value >= 0x20 && scalar.value != 0x7F && !"\"\\/:%".unicodeScalars.contains(scalar)
  }
}
